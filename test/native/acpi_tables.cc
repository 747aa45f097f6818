#include "kvm/acpi/tables.h"

#include <cstring>
#include <map>
#include <numeric>

#include "check.h"
#include "kvm/acpi/structures.h"
#include "kvm/machine/layout.h"

using namespace vmwright;
using namespace vmwright::acpi;

namespace {

unsigned sum(std::string_view bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), 0U,
                         [](unsigned total, char c) { return total + static_cast<unsigned char>(c); }) &
         0xff;
}

template <typename T>
T at(std::string_view bytes, std::size_t offset) {
  CHECK(offset + sizeof(T) <= bytes.size());
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

// Finds tables as a kernel does, and checks each on the way.
class Tables {
 public:
  explicit Tables(const Machine& machine) : bytes_(tables(machine)) {
    const auto rsdp = at<Rsdp>(bytes_, 0);
    CHECK(std::string(rsdp.signature, 8) == "RSD PTR " && rsdp.revision == 2 && rsdp.length == 36);
    CHECK(sum(std::string_view(bytes_).substr(0, 20)) == 0);
    CHECK(sum(std::string_view(bytes_).substr(0, 36)) == 0);
    const auto xsdt = table(rsdp.xsdt, "XSDT");
    for (std::size_t offset = sizeof(Header); offset < xsdt.size(); offset += 8) {
      const auto address = at<std::uint64_t>(xsdt, offset);
      const auto signature = std::string(bytes_.substr(address - layout::kAcpiTables.base, 4));
      found_[signature] = table(address, signature);
    }
  }

  bool has(const std::string& signature) const { return found_.contains(signature); }
  std::string operator[](const std::string& signature) const { return found_.at(signature); }
  std::string dsdt() const { return table(at<std::uint64_t>(found_.at("FACP"), 140), "DSDT"); }

 private:
  std::string table(std::uint64_t address, const std::string& signature) const {
    CHECK(address >= layout::kAcpiTables.base);
    const std::size_t offset = address - layout::kAcpiTables.base;
    const auto header = at<Header>(bytes_, offset);
    CHECK(std::string(header.signature, 4) == signature);
    CHECK(offset + header.length <= bytes_.size());
    const std::string whole = bytes_.substr(offset, header.length);
    CHECK(sum(whole) == 0);
    return whole;
  }

  std::string bytes_;
  std::map<std::string, std::string> found_;
};

void checksums_and_pointers() {
  for (const std::uint32_t cpus : {1U, 2U, 32U, 254U}) {
    const Tables found({.cpus = cpus, .pci = true, .clock = true});
    CHECK(found.has("FACP") && found.has("APIC") && found.has("MCFG"));
    CHECK(found.dsdt().size() > 100);
  }
  CHECK(!Tables({.cpus = 1, .pci = false, .clock = false}).has("MCFG"));
}

void fadt() {
  const std::string table = Tables({.cpus = 1, .pci = true, .clock = false})["FACP"];
  CHECK(table.size() == 276 && table[8] == 6);
  CHECK(at<std::uint16_t>(table, 109) == ((1 << 2) | (1 << 5)));
  const auto flags = at<std::uint32_t>(table, 112);
  CHECK((flags & (1U << 20)) != 0 && (flags & (1U << 10)) != 0);
  const auto reset = at<GenericAddress>(table, 116);
  CHECK(reset.space == 1 && reset.address == layout::kPower.value + 2 && at<std::uint8_t>(table, 128) == 1);
  CHECK(at<GenericAddress>(table, 244).address == layout::kPower.value);
  CHECK(at<GenericAddress>(table, 256).address == layout::kPower.value + 1);
  const std::string clock = Tables({.cpus = 1, .pci = true, .clock = true})["FACP"];
  CHECK(at<std::uint16_t>(clock, 109) == 1 << 2);
}

void madt_names_every_cpu() {
  const std::string table = Tables({.cpus = 254, .pci = true, .clock = false})["APIC"];
  std::size_t offset = sizeof(Header) + sizeof(Madt);
  std::uint32_t cpus = 0;
  bool io_apic = false;
  while (offset < table.size()) {
    const auto type = at<std::uint8_t>(table, offset);
    const auto length = at<std::uint8_t>(table, offset + 1);
    CHECK(length >= 2);
    if (type == 0) {
      const auto entry = at<LocalApic>(table, offset);
      CHECK(entry.apic_id == cpus && entry.processor == cpus && entry.flags == 1);
      cpus++;
    }
    if (type == 1) io_apic = at<IoApic>(table, offset).address == layout::kIoApic.value;
    offset += length;
  }
  CHECK(cpus == 254 && io_apic && offset == table.size());
}

void mcfg_has_one_bus() {
  const std::string table = Tables({.cpus = 1, .pci = true, .clock = false})["MCFG"];
  const auto entry = at<Mcfg>(table, sizeof(Header));
  CHECK(table.size() == sizeof(Header) + 24);
  CHECK(entry.base == layout::kEcam.base && entry.first_bus == 0 && entry.last_bus == 0);
}

bool contains(const std::string& bytes, std::string_view part) { return bytes.find(part) != std::string::npos; }

void dsdt_names_what_is_there() {
  const std::string pci = Tables({.cpus = 1, .pci = true, .clock = false}).dsdt();
  for (const char* part : {"COM1", "ACPI0013", "PWRB", "VMGENCTR", "QEMU0001", "PCI0", "_S5_"}) CHECK(contains(pci, part));
  CHECK(!contains(pci, "RTC_") && !contains(pci, "LNRO0005"));
  const Machine machine{.cpus = 1, .pci = false, .clock = true,
                        .virtio_mmio = {{0xd000'0000, 0x1000, 5}, {0xd000'1000, 0x1000, 6}}};
  const std::string mmio = Tables(machine).dsdt();
  CHECK(contains(mmio, "RTC_") && contains(mmio, "VR00") && contains(mmio, "VR01") && !contains(mmio, "PCI0"));
  CHECK(contains(mmio, std::string_view("\x86\x09\x00\x01\x00\x10\x00\xd0\x00\x10\x00\x00", 12)));
  CHECK(contains(mmio, std::string_view("\x89\x06\x00\x03\x01\x06\x00\x00\x00", 9)));
}

void too_much_is_refused() {
  Machine machine{.cpus = 1, .pci = false, .clock = false};
  machine.virtio_mmio.assign(2000, {0xd000'0000, 0x1000, 5});
  CHECK_THROWS(std::length_error, tables(machine));
}

void go_to_guest_memory() {
  const auto memory = GuestMemory::with_device_hole(2 << 20);
  const Machine machine{.cpus = 2, .pci = true, .clock = false};
  write_tables(machine, memory);
  const std::string bytes = tables(machine);
  CHECK(std::memcmp(memory.slice({layout::kAcpiTables.base}, bytes.size()).data(), bytes.data(), bytes.size()) == 0);
}

}  // namespace

Suite acpi_tables_suite() {
  return {"acpi_tables",
          {{"checksums and pointers", checksums_and_pointers},
           {"FADT", fadt},
           {"MADT names every CPU", madt_names_every_cpu},
           {"MCFG has one bus", mcfg_has_one_bus},
           {"DSDT names what is there", dsdt_names_what_is_there},
           {"tables that do not fit are refused", too_much_is_refused},
           {"tables go to guest memory", go_to_guest_memory}}};
}
