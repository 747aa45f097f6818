#include "vmm/port_news.h"

namespace vmwright::vmm {

void PortNews::changed(std::size_t port, bool open) {
  ports_.at(port).open = open;
  if (!ports_[port].resting) tell(port);
}

void PortNews::tell(std::size_t port) {
  Port& state = ports_[port];
  if (state.open == state.told) return;
  state.told = state.open;
  state.resting = true;
  loop_.add_timer(kPause, [this, port] {
    ports_[port].resting = false;
    tell(port);
  });
  tell_(port, state.told);
}

}  // namespace vmwright::vmm
