// A 16550A serial port. It sends at once, so its transmitter is always empty; an interrupt is an edge.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>

#include "base/event_fd.h"
#include "kvm/bus/bus.h"

namespace vmwright::legacy {

class Serial : public BusDevice {
 public:
  static constexpr std::uint16_t kSize = 8;
  // What the port keeps for the guest to read; more than the 16 bytes of the real one, which no driver minds.
  static constexpr std::size_t kReceiveRoom = 64;

  struct Callbacks {
    // What the guest sends, byte by byte; on vCPU threads, one at a time.
    std::function<void(std::byte)> output;
    // The guest has read everything: there is room again. On vCPU threads.
    std::function<void()> drained;
  };

  // `line` outlives this.
  Serial(Callbacks callbacks, const EventFd& line);

  // Input for the guest, from any thread; gives back how much of it there was room for.
  std::size_t receive(std::span<const std::byte> bytes);
  // As after power on; what was not read is lost.
  void reset();

  void read(std::uint64_t offset, std::span<std::byte> data) override;
  void write(std::uint64_t offset, std::span<const std::byte> data) override;

 private:
  struct Registers {
    std::uint8_t interrupt_enable = 0;
    std::uint8_t fifo_control = 0;
    std::uint8_t line_control = 0;
    std::uint8_t modem_control = 0x08;  // OUT2: the line to the interrupt controller is on
    std::uint8_t scratch = 0;
    std::uint16_t divisor = 12;  // 9600 baud
    bool transmitter_interrupt = false;
  };

  std::uint8_t read_register(std::uint64_t offset);
  void write_register(std::uint64_t offset, std::uint8_t value);
  std::uint8_t take_received();
  std::uint8_t take_interrupt();
  std::uint8_t line_status() const;
  std::uint8_t modem_status() const;
  bool divisor_selected() const { return (registers_.line_control & 0x80) != 0; }
  void transmit(std::uint8_t value);
  void set_interrupt_enable(std::uint8_t value);
  void raise_if(std::uint8_t enabled) const;

  Callbacks callbacks_;
  const EventFd& line_;
  std::mutex mutex_;  // guards all below; held while callbacks run
  Registers registers_;
  std::deque<std::uint8_t> received_;
};

}  // namespace vmwright::legacy
