#include "kvm/virtio/console_control.h"

#include <linux/virtio_console.h>

#include <cstring>
#include <utility>

namespace vmwright::virtio {
namespace {

static_assert(sizeof(virtio_console_control) == 8);

// Section 5.3.6.2. Linux read the rows first from 2.6.35 on, followed the specification in 6.15 and in the stable releases
// of 2025 (Debian 12's 6.1 among them), and went back in 6.18: some kernels will have it the wrong way round.
struct ResizePayload {
  std::uint16_t columns;
  std::uint16_t rows;
};

}  // namespace

ConsoleControl::ConsoleControl(std::vector<Port> ports) {
  for (Port& port : ports) states_.push_back({.port = std::move(port)});
}

void ConsoleControl::reset() {
  for (State& state : states_) {
    state.owed = 0;
    state.ready = state.told_open = state.port.guest_open = false;
  }
  message_kind_ = 0;
}

void ConsoleControl::handle(std::span<const std::byte, 8> message) {
  virtio_console_control control;
  std::memcpy(&control, message.data(), sizeof control);
  if (control.event == VIRTIO_CONSOLE_DEVICE_READY) {
    reset();
    for (State& state : states_) state.owed = control.value != 0 ? unsigned{kAdd} : 0;
    return;
  }
  if (control.id >= states_.size()) {
    refused_++;
    return;
  }
  State& state = states_[control.id];
  if (control.event == VIRTIO_CONSOLE_PORT_READY) {
    port_ready(state, control.value != 0);
  } else if (control.event == VIRTIO_CONSOLE_PORT_OPEN) {
    state.port.guest_open = control.value != 0;
  } else {
    refused_++;
  }
}

void ConsoleControl::port_ready(State& state, bool good) {
  message_kind_ = 0;
  state.ready = good;
  state.told_open = false;
  state.owed = 0;
  if (!good) return;
  if (state.port.console) state.owed |= kConsole;
  if (state.port.console && size_.columns != 0) state.owed |= kResize;
  if (!state.port.name.empty()) state.owed |= kName;
  if (state.port.host_open) state.owed |= kOpen;
}

void ConsoleControl::set_host_open(std::size_t port, bool open) {
  State& state = states_[port];
  state.port.host_open = open;
  if (!state.ready) return;
  if (open) {
    state.owed |= kOpen;
  } else {
    state.owed &= ~static_cast<unsigned>(kOpen);
    if (state.told_open) state.owed |= kClose;
  }
  state.told_open = false;
  message_kind_ = 0;
}

void ConsoleControl::resize(Size size) {
  size_ = size;
  for (State& state : states_) {
    if (state.ready && state.port.console) state.owed |= kResize;
  }
  message_kind_ = 0;
}

const std::vector<std::byte>& ConsoleControl::next() {
  if (message_kind_ != 0) return message_;
  message_.clear();
  for (std::size_t port = 0; port < states_.size(); port++) {
    const unsigned owed = states_[port].owed;
    if (owed == 0) continue;
    write(port, owed & -owed);
    break;
  }
  return message_;
}

void ConsoleControl::write(std::size_t port, unsigned what) {
  const State& state = states_[port];
  virtio_console_control control{.id = static_cast<std::uint32_t>(port), .event = 0, .value = 1};
  const ResizePayload size{size_.columns, size_.rows};
  std::span<const std::byte> payload;
  switch (what) {
    case kAdd: control.event = VIRTIO_CONSOLE_PORT_ADD; break;
    case kConsole: control.event = VIRTIO_CONSOLE_CONSOLE_PORT; break;
    case kResize:
      control.event = VIRTIO_CONSOLE_RESIZE;
      payload = std::as_bytes(std::span(&size, 1));
      break;
    case kName:
      control.event = VIRTIO_CONSOLE_PORT_NAME;
      payload = std::as_bytes(std::span(state.port.name));
      break;
    case kClose: control.value = 0; [[fallthrough]];
    case kOpen: control.event = VIRTIO_CONSOLE_PORT_OPEN; break;
  }
  const auto head = std::as_bytes(std::span(&control, 1));
  message_.assign(head.begin(), head.end());
  message_.insert(message_.end(), payload.begin(), payload.end());
  message_port_ = port;
  message_kind_ = what;
}

void ConsoleControl::delivered() {
  State& state = states_[message_port_];
  state.owed &= ~message_kind_;
  if (message_kind_ == kOpen) state.told_open = true;
  message_kind_ = 0;
}

}  // namespace vmwright::virtio
