// An I/O port number.
#pragma once

#include <compare>
#include <cstdint>

namespace vmwright {

struct Port {
  std::uint16_t value;
  constexpr auto operator<=>(const Port&) const = default;
};

}  // namespace vmwright
