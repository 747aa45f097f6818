// Fixed layouts of ACPI tables, with the values that are the same for every machine. ACPI 6.5, section 5.2.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vmwright::acpi {

constexpr std::uint8_t kFadtRevision = 6;
constexpr std::uint8_t kFadtMinorRevision = 5;
constexpr std::uint8_t kMadtRevision = 6;
constexpr std::uint8_t kDsdtRevision = 2;  // 2 and above: 64-bit integers in AML

// 5.2.6
struct [[gnu::packed]] Header {
  char signature[4];
  std::uint32_t length;
  std::uint8_t revision;
  std::uint8_t checksum;
  char oem_id[6] = {'V', 'M', 'W', 'R', 'G', 'T'};
  char oem_table_id[8] = {'V', 'M', 'W', 'R', 'I', 'G', 'H', 'T'};
  std::uint32_t oem_revision = 1;
  char creator_id[4] = {'V', 'M', 'W', 'R'};
  std::uint32_t creator_revision = 1;
};
static_assert(sizeof(Header) == 36);

// 5.2.5.3
struct [[gnu::packed]] Rsdp {
  char signature[8] = {'R', 'S', 'D', ' ', 'P', 'T', 'R', ' '};
  std::uint8_t checksum = 0;
  char oem_id[6] = {'V', 'M', 'W', 'R', 'G', 'T'};
  std::uint8_t revision = 2;
  std::uint32_t rsdt = 0;
  std::uint32_t length = sizeof(Rsdp);
  std::uint64_t xsdt;
  std::uint8_t extended_checksum = 0;
  std::uint8_t reserved[3] = {};
};
static_assert(sizeof(Rsdp) == 36);
constexpr std::size_t kRsdpFirstPart = 20;  // what the first checksum covers

// 5.2.3.2
struct [[gnu::packed]] GenericAddress {
  std::uint8_t space;
  std::uint8_t bit_width;
  std::uint8_t bit_offset = 0;
  std::uint8_t access_size;
  std::uint64_t address;
};
static_assert(sizeof(GenericAddress) == 12);
constexpr std::uint8_t kSystemIo = 1;
constexpr std::uint8_t kByteAccess = 1;

// 5.2.9, without its header. A hardware-reduced machine has zeros for all registers of the old kind.
struct [[gnu::packed]] Fadt {
  std::uint32_t firmware_control = 0;
  std::uint32_t dsdt;
  std::uint8_t old_registers[109 - 44] = {};
  std::uint16_t boot_flags;
  std::uint8_t reserved = 0;
  std::uint32_t flags;
  GenericAddress reset_register;
  std::uint8_t reset_value;
  std::uint16_t arm_boot_flags = 0;
  std::uint8_t minor_revision = kFadtMinorRevision;
  std::uint64_t x_firmware_control = 0;
  std::uint64_t x_dsdt;
  std::uint8_t old_extended_registers[244 - 148] = {};
  GenericAddress sleep_control;
  GenericAddress sleep_status;
  char hypervisor_vendor[8] = {'v', 'm', 'w', 'r', 'i', 'g', 'h', 't'};
};
static_assert(sizeof(Header) + sizeof(Fadt) == 276);
static_assert(sizeof(Header) + offsetof(Fadt, boot_flags) == 109);
static_assert(sizeof(Header) + offsetof(Fadt, reset_register) == 116);
static_assert(sizeof(Header) + offsetof(Fadt, x_dsdt) == 140);
static_assert(sizeof(Header) + offsetof(Fadt, sleep_control) == 244);

// Table 5.11: IA-PC boot architecture flags. Bit 1, the keyboard controller, is not set: there is only its reset.
constexpr std::uint16_t kNoVga = 1 << 2;
constexpr std::uint16_t kNoCmosRtc = 1 << 5;
// Table 5.10: fixed feature flags.
constexpr std::uint32_t kWbinvd = 1 << 0;
constexpr std::uint32_t kControlMethodPowerButton = 1 << 4;
constexpr std::uint32_t kControlMethodSleepButton = 1 << 5;
constexpr std::uint32_t kResetRegister = 1 << 10;
constexpr std::uint32_t kHardwareReduced = 1 << 20;

// 5.2.12, without its header; entries follow.
struct [[gnu::packed]] Madt {
  std::uint32_t local_apic;
  std::uint32_t flags = 0;  // no 8259
};

constexpr std::uint32_t kEnabled = 1;

// 5.2.12.2
struct [[gnu::packed]] LocalApic {
  std::uint8_t type = 0;
  std::uint8_t length = sizeof(LocalApic);
  std::uint8_t processor;
  std::uint8_t apic_id;
  std::uint32_t flags = kEnabled;
};
static_assert(sizeof(LocalApic) == 8);

// 5.2.12.3
struct [[gnu::packed]] IoApic {
  std::uint8_t type = 1;
  std::uint8_t length = sizeof(IoApic);
  std::uint8_t id = 0;
  std::uint8_t reserved = 0;
  std::uint32_t address;
  std::uint32_t first_gsi = 0;
};
static_assert(sizeof(IoApic) == 12);

// 5.2.12.7: pin 1 of every local APIC is the NMI.
struct [[gnu::packed]] LocalApicNmi {
  std::uint8_t type = 4;
  std::uint8_t length = sizeof(LocalApicNmi);
  std::uint8_t processor = 0xff;
  std::uint16_t flags = 0;
  std::uint8_t pin = 1;
};
static_assert(sizeof(LocalApicNmi) == 6);

// 5.2.12.12
struct [[gnu::packed]] LocalX2apic {
  std::uint8_t type = 9;
  std::uint8_t length = sizeof(LocalX2apic);
  std::uint16_t reserved = 0;
  std::uint32_t apic_id;
  std::uint32_t flags = kEnabled;
  std::uint32_t processor;
};
static_assert(sizeof(LocalX2apic) == 16);

// PCI Firmware Specification 3.3, 4.1.2: one entry. Bus 0 only, so that a guest looks at 32 slots and no more.
struct [[gnu::packed]] Mcfg {
  std::uint64_t reserved = 0;
  std::uint64_t base;
  std::uint16_t segment = 0;
  std::uint8_t first_bus = 0;
  std::uint8_t last_bus = 0;
  std::uint32_t reserved_end = 0;
};
static_assert(sizeof(Mcfg) == 24);

}  // namespace vmwright::acpi
