#include "libvirt/event_loop.h"

#include <chrono>
#include <thread>

#include "libvirt/calls.h"
#include "libvirt/libvirt_error.h"
#include "libvirt/pool.h"

namespace vmwright::libvirt {

void run_event_loop() {
  static const bool running = [] {
    if (calls().virEventRegisterDefaultImpl() < 0) throw LibvirtError::take("virEventRegisterDefaultImpl");
    start_detached(
        [] {
          for (;;) {
            // What makes it fail, as a lack of memory, may last: trying again at once would take a whole processor.
            if (calls().virEventRunDefaultImpl() < 0) std::this_thread::sleep_for(std::chrono::milliseconds(100));
          }
        },
        "create the thread of libvirt's event loop");
    return true;
  }();
  static_cast<void>(running);
}

}  // namespace vmwright::libvirt
