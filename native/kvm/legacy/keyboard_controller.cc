#include "kvm/legacy/keyboard_controller.h"

#include <algorithm>
#include <utility>

namespace vmwright::legacy {
namespace {

constexpr std::uint64_t kCommand = 4;
constexpr std::byte kPulseReset{0xfe};
// Output buffer full for ever, input buffer empty. Linux gives up a controller that it cannot drain in 16 reads, and
// before a reset it waits for the input buffer alone.
constexpr std::byte kNobodyHome{0x01};

}  // namespace

KeyboardController::KeyboardController(std::function<void()> reset) : reset_(std::move(reset)) {}

void KeyboardController::read(std::uint64_t offset, std::span<std::byte> data) {
  std::ranges::fill(data, std::byte{0xff});
  if (offset == kCommand) data[0] = kNobodyHome;
}

void KeyboardController::write(std::uint64_t offset, std::span<const std::byte> data) {
  if (offset == kCommand && data[0] == kPulseReset) reset_();
}

}  // namespace vmwright::legacy
