// Resource descriptors. ACPI 6.5, section 6.4.
#include "kvm/acpi/aml.h"
#include "kvm/acpi/encode.h"

namespace vmwright::acpi {
namespace {

struct [[gnu::packed]] IoPort {
  std::uint8_t tag = 0x47;
  std::uint8_t decodes_16_bits = 1;
  std::uint16_t minimum;
  std::uint16_t maximum;
  std::uint8_t alignment = 1;
  std::uint8_t length;
};
static_assert(sizeof(IoPort) == 8);

struct [[gnu::packed]] ExtendedInterrupt {
  std::uint8_t tag = 0x89;
  std::uint16_t length = 6;
  std::uint8_t flags = 0x03;  // consumer, edge; active high and exclusive are zeros
  std::uint8_t count = 1;
  std::uint32_t number;
};
static_assert(sizeof(ExtendedInterrupt) == 9);

struct [[gnu::packed]] Memory32Fixed {
  std::uint8_t tag = 0x86;
  std::uint16_t length = 9;
  std::uint8_t writable = 1;
  std::uint32_t base;
  std::uint32_t size;
};
static_assert(sizeof(Memory32Fixed) == 12);

// Address space descriptors of bridges; `T` is the width of the addresses.
template <typename T>
struct [[gnu::packed]] AddressSpace {
  std::uint8_t tag;
  std::uint16_t length = sizeof(AddressSpace) - 3;
  std::uint8_t type;
  std::uint8_t general_flags = 0x0c;  // producer; minimum and maximum are fixed
  std::uint8_t type_flags;
  T granularity = 0;
  T minimum;
  T maximum;
  T translation = 0;
  T size;
};
static_assert(sizeof(AddressSpace<std::uint16_t>) == 16 && sizeof(AddressSpace<std::uint32_t>) == 26);

constexpr std::uint8_t kWord = 0x88;
constexpr std::uint8_t kDWord = 0x87;
constexpr std::uint8_t kMemoryType = 0;
constexpr std::uint8_t kIoType = 1;
constexpr std::uint8_t kBusType = 2;
constexpr std::uint8_t kEntireIoRange = 3;
constexpr std::uint8_t kUncacheableWritable = 1;

template <typename T>
Aml encoded(const T& descriptor) {
  Aml bytes;
  append(bytes, descriptor);
  return bytes;
}

template <typename T>
Aml window(std::uint8_t tag, std::uint8_t type, std::uint8_t type_flags, T base, T size) {
  AddressSpace<T> space{};
  space.tag = tag;
  space.type = type;
  space.type_flags = type_flags;
  space.minimum = base;
  space.maximum = static_cast<T>(base + (size - 1));
  space.size = size;
  return encoded(space);
}

}  // namespace

// The end tag's checksum 0 means: not used.
Aml resources(std::initializer_list<Aml> descriptors) { return buffer(join(descriptors) + "\x79" + '\0'); }

Aml io_ports(std::uint16_t base, std::uint8_t count) {
  return encoded(IoPort{.minimum = base, .maximum = base, .length = count});
}

Aml interrupt(std::uint32_t gsi) { return encoded(ExtendedInterrupt{.number = gsi}); }

Aml memory32(std::uint32_t base, std::uint32_t size) { return encoded(Memory32Fixed{.base = base, .size = size}); }

Aml bus_numbers(std::uint16_t first, std::uint16_t last) {
  return window<std::uint16_t>(kWord, kBusType, 0, first, static_cast<std::uint16_t>(last - first + 1));
}

Aml port_window(std::uint16_t base, std::uint16_t size) {
  return window<std::uint16_t>(kWord, kIoType, kEntireIoRange, base, size);
}

Aml memory_window(std::uint32_t base, std::uint32_t size) {
  return window<std::uint32_t>(kDWord, kMemoryType, kUncacheableWritable, base, size);
}

}  // namespace vmwright::acpi
