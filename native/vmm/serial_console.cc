#include "vmm/serial_console.h"

#include <sys/uio.h>

#include <span>
#include <utility>

namespace vmwright::vmm {

legacy::Serial::Callbacks SerialConsole::callbacks() {
  return {
      .output = [this](std::byte byte) { put(byte); },
      .drained = [this] { loop_.post([this] { pump(); }); },
  };
}

void SerialConsole::put(std::byte byte) {
  const std::lock_guard lock(mutex_);
  if (output_.size() == kMaxOutput) return;
  output_ += static_cast<char>(byte);
  if (output_.size() == 1) loop_.post([this] { flush(); });
}

void SerialConsole::flush() {
  std::string output;
  {
    const std::lock_guard lock(mutex_);
    output.swap(output_);
  }
  const iovec piece = {output.data(), output.size()};
  channel_.write(std::span(&piece, 1));
}

void SerialConsole::read_into(legacy::Serial& serial) {
  serial_ = &serial;
  channel_.attach({.readable = [this] { pump(); }, .writable = [] {}, .connected = [](bool) {}});
}

void SerialConsole::pump() {
  if (serial_ == nullptr) return;
  for (;;) {
    if (input_begin_ == input_end_) {
      const iovec room = {input_.data(), input_.size()};
      input_begin_ = 0;
      input_end_ = channel_.read(std::span(&room, 1));
      if (input_end_ == 0) return;
    }
    input_begin_ += serial_->receive(std::span(input_).subspan(input_begin_, input_end_ - input_begin_));
    if (input_begin_ < input_end_) return;  // `drained` tells when to go on
  }
}

}  // namespace vmwright::vmm
