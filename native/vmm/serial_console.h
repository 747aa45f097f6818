// Connects the serial port, which vCPU threads write byte by byte, to the host's end of the console.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "base/event_loop.h"
#include "kvm/legacy/serial.h"
#include "kvm/stream/channel.h"

namespace vmwright::vmm {

class SerialConsole {
 public:
  // Output that waits for the loop; more is lost, as on a line without flow control.
  static constexpr std::size_t kMaxOutput = 1 << 20;

  // Everything outlives this. `channel` takes the output.
  SerialConsole(EventLoop& loop, stream::Channel& channel) : loop_(loop), channel_(channel) {}

  // For the machine's serial port; call from vCPU threads.
  legacy::Serial::Callbacks callbacks();
  // Input of the channel goes to `serial` from now on; without this nobody reads it here. On the loop's thread.
  void read_into(legacy::Serial& serial);

 private:
  void put(std::byte byte);
  void flush();
  void pump();

  EventLoop& loop_;
  stream::Channel& channel_;
  legacy::Serial* serial_ = nullptr;
  std::mutex mutex_;  // guards output_
  std::string output_;
  // Input that the port had no room for.
  std::array<std::byte, legacy::Serial::kReceiveRoom> input_;
  std::size_t input_begin_ = 0;
  std::size_t input_end_ = 0;
};

}  // namespace vmwright::vmm
