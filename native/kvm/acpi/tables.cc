#include "kvm/acpi/tables.h"

#include <cstddef>
#include <numeric>
#include <stdexcept>

#include "kvm/acpi/encode.h"
#include "kvm/acpi/structures.h"
#include "kvm/legacy/power_registers.h"
#include "kvm/machine/layout.h"

namespace vmwright::acpi {
namespace {

// Tables start on such boundaries, for older kernels that copy them by words.
constexpr std::size_t kAlignment = 16;
// From this APIC id on a CPU needs an x2APIC entry.
constexpr std::uint32_t kFirstX2apicId = 255;

std::uint8_t checksum(std::string_view bytes) {
  const auto sum = std::accumulate(bytes.begin(), bytes.end(), 0U,
                                   [](unsigned total, char c) { return total + static_cast<unsigned char>(c); });
  return static_cast<std::uint8_t>(0x100 - (sum & 0xff));
}

// A table of the usual head and `body`.
std::string table(const char (&signature)[5], std::uint8_t revision, const std::string& body) {
  Header header{};
  std::copy_n(signature, sizeof header.signature, header.signature);
  header.length = static_cast<std::uint32_t>(sizeof header + body.size());
  header.revision = revision;
  std::string bytes;
  append(bytes, header);
  bytes += body;
  bytes[offsetof(Header, checksum)] = static_cast<char>(checksum(bytes));
  return bytes;
}

template <typename T>
std::string bytes_of(const T& value) {
  std::string bytes;
  append(bytes, value);
  return bytes;
}

std::string fadt(std::uint64_t dsdt_address, bool clock) {
  using legacy::PowerRegisters;
  const auto port = [](std::uint16_t offset) {
    return GenericAddress{.space = kSystemIo, .bit_width = 8, .access_size = kByteAccess,
                          .address = std::uint64_t{layout::kPower.value} + offset};
  };
  Fadt fadt{};
  fadt.dsdt = static_cast<std::uint32_t>(dsdt_address);
  fadt.x_dsdt = dsdt_address;
  fadt.boot_flags = clock ? kNoVga : kNoVga | kNoCmosRtc;
  fadt.flags = kHardwareReduced | kResetRegister | kControlMethodSleepButton | kControlMethodPowerButton | kWbinvd;
  fadt.reset_register = port(PowerRegisters::kResetOffset);
  fadt.reset_value = PowerRegisters::kResetValue;
  fadt.sleep_control = port(PowerRegisters::kSleepControlOffset);
  fadt.sleep_status = port(PowerRegisters::kSleepStatusOffset);
  return table("FACP", kFadtRevision, bytes_of(fadt));
}

std::string madt(std::uint32_t cpus) {
  std::string body = bytes_of(Madt{.local_apic = static_cast<std::uint32_t>(layout::kLocalApic.value)});
  for (std::uint32_t id = 0; id < cpus; id++) {
    if (id < kFirstX2apicId) {
      const auto number = static_cast<std::uint8_t>(id);
      append(body, LocalApic{.processor = number, .apic_id = number});
    } else {
      append(body, LocalX2apic{.apic_id = id, .processor = id});
    }
  }
  append(body, IoApic{.address = static_cast<std::uint32_t>(layout::kIoApic.value)});
  append(body, LocalApicNmi{});
  return table("APIC", kMadtRevision, body);
}

std::string mcfg() { return table("MCFG", 1, bytes_of(Mcfg{.base = layout::kEcam.base})); }

std::string rsdp(std::uint64_t xsdt_address) {
  Rsdp rsdp{};
  rsdp.xsdt = xsdt_address;
  rsdp.checksum = checksum(bytes_of(rsdp).substr(0, kRsdpFirstPart));
  rsdp.extended_checksum = checksum(bytes_of(rsdp));
  return bytes_of(rsdp);
}

// The tables one after the other in memory.
class Image {
 public:
  // Room for the RSDP, which is known last.
  Image() : bytes_(pad(sizeof(Rsdp)), '\0') {}

  std::uint64_t add(const std::string& table) {
    const std::uint64_t address = layout::kAcpiTables.base + bytes_.size();
    bytes_ += table;
    bytes_.resize(pad(bytes_.size()));
    if (bytes_.size() > layout::kAcpiTables.size) throw std::length_error("the ACPI tables do not fit");
    return address;
  }
  std::string finish(std::uint64_t xsdt_address) && {
    bytes_.replace(0, sizeof(Rsdp), rsdp(xsdt_address));
    return std::move(bytes_);
  }

 private:
  static std::size_t pad(std::size_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

  std::string bytes_;
};

}  // namespace

std::string tables(const Machine& machine) {
  Image image;
  const std::uint64_t dsdt_address = image.add(table("DSDT", kDsdtRevision, dsdt(machine)));
  std::string pointers;
  append(pointers, image.add(fadt(dsdt_address, machine.clock)));
  append(pointers, image.add(madt(machine.cpus)));
  if (machine.pci) append(pointers, image.add(mcfg()));
  const std::uint64_t xsdt = image.add(table("XSDT", 1, pointers));
  return std::move(image).finish(xsdt);
}

void write_tables(const Machine& machine, const GuestMemory& memory) {
  const std::string bytes = tables(machine);
  memory.write_bytes({layout::kAcpiTables.base}, std::as_bytes(std::span(bytes)));
}

}  // namespace vmwright::acpi
