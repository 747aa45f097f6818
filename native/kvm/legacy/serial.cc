// Registers: Texas Instruments PC16550D data sheet, section 8.
#include "kvm/legacy/serial.h"

#include <algorithm>
#include <utility>

namespace vmwright::legacy {
namespace {

constexpr std::uint64_t kData = 0;             // with the divisor latch selected: its low byte
constexpr std::uint64_t kInterruptEnable = 1;  // … its high byte
constexpr std::uint64_t kInterruptId = 2;      // written: FIFO control
constexpr std::uint64_t kLineControl = 3;
constexpr std::uint64_t kModemControl = 4;
constexpr std::uint64_t kLineStatus = 5;
constexpr std::uint64_t kModemStatus = 6;
constexpr std::uint64_t kScratch = 7;

constexpr std::uint8_t kEnableReceived = 1 << 0;
constexpr std::uint8_t kEnableTransmitter = 1 << 1;
constexpr std::uint8_t kEnableMask = 0x0f;

constexpr std::uint8_t kNoInterrupt = 0x01;
constexpr std::uint8_t kTransmitterEmptyId = 0x02;
constexpr std::uint8_t kReceivedId = 0x04;
constexpr std::uint8_t kFifosOn = 0xc0;

constexpr std::uint8_t kFifoEnable = 1 << 0;
constexpr std::uint8_t kClearReceiver = 1 << 1;

constexpr std::uint8_t kDataReady = 1 << 0;
constexpr std::uint8_t kTransmitterEmpty = 0x60;  // holding register and shift register

constexpr std::uint8_t kModemControlMask = 0x1f;
constexpr std::uint8_t kLoopback = 1 << 4;
constexpr std::uint8_t kConnected = 0xb0;  // carrier, data set ready, clear to send

}  // namespace

Serial::Serial(Callbacks callbacks, const EventFd& line) : callbacks_(std::move(callbacks)), line_(line) {}

std::size_t Serial::receive(std::span<const std::byte> bytes) {
  const std::lock_guard lock(mutex_);
  const std::size_t taken = std::min(bytes.size(), kReceiveRoom - std::min(kReceiveRoom, received_.size()));
  for (const std::byte byte : bytes.first(taken)) received_.push_back(std::to_integer<std::uint8_t>(byte));
  if (taken > 0) raise_if(kEnableReceived);
  return taken;
}

void Serial::reset() {
  const std::lock_guard lock(mutex_);
  registers_ = {};
  received_.clear();
}

void Serial::read(std::uint64_t offset, std::span<std::byte> data) {
  const std::lock_guard lock(mutex_);
  for (std::byte& byte : data) byte = std::byte{read_register(offset++)};
}

void Serial::write(std::uint64_t offset, std::span<const std::byte> data) {
  const std::lock_guard lock(mutex_);
  for (const std::byte byte : data) write_register(offset++, std::to_integer<std::uint8_t>(byte));
}

std::uint8_t Serial::read_register(std::uint64_t offset) {
  switch (offset) {
    case kData: return divisor_selected() ? static_cast<std::uint8_t>(registers_.divisor) : take_received();
    case kInterruptEnable:
      return divisor_selected() ? static_cast<std::uint8_t>(registers_.divisor >> 8) : registers_.interrupt_enable;
    case kInterruptId: return take_interrupt();
    case kLineControl: return registers_.line_control;
    case kModemControl: return registers_.modem_control;
    case kLineStatus: return line_status();
    case kModemStatus: return modem_status();
    default: return registers_.scratch;
  }
}

void Serial::write_register(std::uint64_t offset, std::uint8_t value) {
  Registers& r = registers_;
  switch (offset) {
    case kData:
      if (!divisor_selected()) return transmit(value);
      r.divisor = static_cast<std::uint16_t>((r.divisor & 0xff00) | value);
      return;
    case kInterruptEnable:
      if (!divisor_selected()) return set_interrupt_enable(value);
      r.divisor = static_cast<std::uint16_t>((r.divisor & 0x00ff) | (value << 8));
      return;
    case kInterruptId:
      r.fifo_control = value;
      if ((value & kClearReceiver) != 0) received_.clear();
      return;
    case kLineControl: r.line_control = value; return;
    case kModemControl: r.modem_control = value & kModemControlMask; return;
    case kScratch: r.scratch = value; return;
    default: return;  // the status registers cannot be written
  }
}

std::uint8_t Serial::take_received() {
  if (received_.empty()) return 0;
  const std::uint8_t value = received_.front();
  received_.pop_front();
  if (received_.empty() && callbacks_.drained) callbacks_.drained();
  return value;
}

// The most urgent interrupt; reading clears the transmitter's.
std::uint8_t Serial::take_interrupt() {
  const std::uint8_t fifos = (registers_.fifo_control & kFifoEnable) != 0 ? kFifosOn : 0;
  if ((registers_.interrupt_enable & kEnableReceived) != 0 && !received_.empty()) return fifos | kReceivedId;
  const bool transmitter = std::exchange(registers_.transmitter_interrupt, false);
  if ((registers_.interrupt_enable & kEnableTransmitter) != 0 && transmitter) return fifos | kTransmitterEmptyId;
  return fifos | kNoInterrupt;
}

std::uint8_t Serial::line_status() const {
  return received_.empty() ? kTransmitterEmpty : kTransmitterEmpty | kDataReady;
}

// In loopback the four outputs are wired to the four inputs; drivers find the chip that way.
std::uint8_t Serial::modem_status() const {
  const unsigned out = registers_.modem_control;
  if ((out & kLoopback) == 0) return kConnected;
  return static_cast<std::uint8_t>(((out & 0x02) << 3) | ((out & 0x01) << 5) | ((out & 0x0c) << 4));
}

void Serial::transmit(std::uint8_t value) {
  if ((registers_.modem_control & kLoopback) == 0) {
    callbacks_.output(std::byte{value});
  } else if (received_.size() < kReceiveRoom) {
    received_.push_back(value);
    raise_if(kEnableReceived);
  }
  registers_.transmitter_interrupt = true;
  raise_if(kEnableTransmitter);
}

// Switching the transmitter's interrupt on tells at once that it is empty.
void Serial::set_interrupt_enable(std::uint8_t value) {
  const std::uint8_t before = std::exchange(registers_.interrupt_enable, value & kEnableMask);
  const auto switched_on = static_cast<std::uint8_t>(registers_.interrupt_enable & ~before);
  if ((switched_on & kEnableTransmitter) != 0) {
    registers_.transmitter_interrupt = true;
    raise_if(kEnableTransmitter);
  }
  if ((switched_on & kEnableReceived) != 0 && !received_.empty()) raise_if(kEnableReceived);
}

void Serial::raise_if(std::uint8_t enabled) const {
  if ((registers_.interrupt_enable & enabled) != 0) line_.notify();
}

}  // namespace vmwright::legacy
