// The ACPI tables of a machine. ACPI 6.5, chapter 5; hardware-reduced: section 3.11.1.
#pragma once

#include <string>

#include "kvm/acpi/dsdt.h"
#include "kvm/guest_memory.h"

namespace vmwright::acpi {

;

// All tables as they go to layout::kAcpiTables, the RSDP first. Throws std::length_error when they need more room.
std::string tables(const Machine& machine);

// Writes them to guest memory.
void write_tables(const Machine& machine, const GuestMemory& memory);

}  // namespace vmwright::acpi
