// libvirt's default event loop on a thread of its own, for all connections of the process. It must be there before the
// first connection is opened, and must always run: it sends and answers keepalive messages.
#pragma once

namespace vmwright::libvirt {

// From any thread; returns when the loop is registered.
void run_event_loop();

}  // namespace vmwright::libvirt
