// Control messages of a virtio console with several ports. virtio 1.2, section 5.3.6.2. What the driver must still be told
// is kept as a few bits per port, not as a queue, so that no flood of messages takes memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace vmwright::virtio {

class ConsoleControl {
 public:
  struct Port {
    std::string name;      // "": none
    bool console = false;  // the driver makes it a console (hvc)
    bool host_open = false;
    bool guest_open = false;
  };
  struct Size {
    std::uint16_t columns = 0;
    std::uint16_t rows = 0;
  };

  explicit ConsoleControl(std::vector<Port> ports);

  // Forgets what the driver said and was told.
  void reset();
  // What the driver sent: struct virtio_console_control.
  void handle(std::span<const std::byte, 8> message);
  // The host's side of a port was opened or closed.
  void set_host_open(std::size_t port, bool open);
  void resize(Size size);

  // The next message that is owed to the driver; empty when none is.
  const std::vector<std::byte>& next();
  // It was delivered.
  void delivered();

  bool guest_open(std::size_t port) const { return states_[port].port.guest_open; }
  // The driver listens and knows that the host does.
  bool may_receive(std::size_t port) const { return states_[port].port.guest_open && states_[port].told_open; }
  // Messages that made no sense.
  std::uint64_t refused() const noexcept { return refused_; }

 private:
  enum Owed : unsigned { kAdd = 1, kConsole = 2, kResize = 4, kName = 8, kClose = 16, kOpen = 32 };
  struct State {
    Port port;
    unsigned owed = 0;  // lowest bit first
    bool ready = false;
    bool told_open = false;
  };
  void port_ready(State& state, bool good);
  void write(std::size_t port, unsigned what);

  std::vector<State> states_;
  Size size_;
  std::vector<std::byte> message_;
  std::size_t message_port_ = 0;
  unsigned message_kind_ = 0;  // 0: nothing prepared
  std::uint64_t refused_ = 0;
};

}  // namespace vmwright::virtio
