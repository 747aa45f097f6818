// What the probe guest is asked to do, in order.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace vmwright::probe {

struct Step {
  std::string_view name;  // the instruction, as it is called in reports
  const std::byte* entry;
};

// Every step that tells right from wrong.
std::span<const Step> steps();

// The loop that tells a CPU from an emulator; run after the others.
const Step& speed_step();

}  // namespace vmwright::probe
