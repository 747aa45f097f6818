#include "kvm/legacy/panic_port.h"

#include <algorithm>
#include <utility>

namespace vmwright::legacy {
namespace {

// The only event that we know; reading says which ones are known.
constexpr std::byte kPanicked{1 << 0};

}  // namespace

PanicPort::PanicPort(std::function<void()> panicked) : panicked_(std::move(panicked)) {}

void PanicPort::read(std::uint64_t, std::span<std::byte> data) { std::ranges::fill(data, kPanicked); }

void PanicPort::write(std::uint64_t, std::span<const std::byte> data) {
  if ((data[0] & kPanicked) != std::byte{0}) panicked_();
}

}  // namespace vmwright::legacy
