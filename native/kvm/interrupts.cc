#include "kvm/interrupts.h"

#include <linux/kvm.h>

#include <algorithm>
#include <stdexcept>

#include "base/error.h"

namespace vmwright {
namespace {

constexpr std::uint32_t kFirstLine = 5;  // below are the timer, the keyboard, the cascade and the serial ports of a PC
constexpr std::uint32_t kFixedLines[] = {8, 9};  // RTC, ACPI events

class Message final : public MsiRoute {
 public:
  explicit Message(const Vm& vm) noexcept : vm_(vm) {}

  void program(std::uint64_t address, std::uint32_t data) noexcept override {
    const std::lock_guard lock(mutex_);
    message_.address_lo = static_cast<std::uint32_t>(address);
    message_.address_hi = static_cast<std::uint32_t>(address >> 32);
    message_.data = data;
    programmed_ = true;
  }

  void trigger() noexcept override {
    kvm_msi message;
    {
      const std::lock_guard lock(mutex_);
      if (!programmed_) return;
      message = message_;
    }
    try {
      vm_.signal_msi(message);
    } catch (const Error&) {
      // The guest's own message made no sense.
    }
  }

 private:
  const Vm& vm_;
  std::mutex mutex_;  // a guest may program while a device triggers: never half of each
  kvm_msi message_{};
  bool programmed_ = false;
};

}  // namespace

Wiring::Line Interrupts::connect_line(std::uint32_t gsi) {
  Line made{gsi, std::make_shared<EventFd>()};
  vm_.assign_irqfd(made.event->get(), gsi);
  return lines_[gsi] = made;
}

Wiring::Line Interrupts::allocate_line() {
  const std::lock_guard lock(mutex_);
  for (std::uint32_t gsi = kFirstLine; gsi < kLines; gsi++) {
    if (std::ranges::find(kFixedLines, gsi) == std::end(kFixedLines) && !lines_.contains(gsi)) return connect_line(gsi);
  }
  throw std::length_error("the I/O APIC has no free input");
}

Wiring::Line Interrupts::fixed_line(std::uint32_t gsi) {
  const std::lock_guard lock(mutex_);
  if (gsi >= kLines) throw std::length_error("the I/O APIC has no such input");
  const auto found = lines_.find(gsi);
  return found == lines_.end() ? connect_line(gsi) : found->second;
}

std::unique_ptr<MsiRoute> Interrupts::allocate_msi() { return std::make_unique<Message>(vm_); }

void Interrupts::connect_doorbell(const EventFd& event, const IoEvent& where) {
  vm_.assign_ioeventfd(event.get(), where);
}

}  // namespace vmwright
