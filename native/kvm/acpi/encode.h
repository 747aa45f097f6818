// Little-endian numbers into byte strings.
#pragma once

#include <bit>
#include <cstring>
#include <string>
#include <type_traits>

namespace vmwright::acpi {

static_assert(std::endian::native == std::endian::little);

template <typename T>
void append(std::string& bytes, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  char raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof raw);
  bytes.append(raw, sizeof raw);
}

}  // namespace vmwright::acpi
