#include "libvirt/event_loop.h"

#include "libvirt/calls.h"
#include "libvirt/libvirt_error.h"
#include "libvirt/pool.h"

namespace vmwright::libvirt {

void run_event_loop() {
  static const bool running = [] {
    if (calls().virEventRegisterDefaultImpl() < 0) throw LibvirtError::take("virEventRegisterDefaultImpl");
    start_detached(
        [] {
          for (;;) calls().virEventRunDefaultImpl();
        },
        "create the thread of libvirt's event loop");
    return true;
  }();
  static_cast<void>(running);
}

}  // namespace vmwright::libvirt
