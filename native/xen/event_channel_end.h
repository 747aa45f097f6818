// One end of an event channel between dom0 and another domain: /dev/xen/evtchn of Linux.
// The name of this file is none of Xen's: its headers include <xen/event_channel.h>, and this folder comes first.
#pragma once

#include <cstdint>

#include "base/fd.h"
#include "xen/libxl_abi.h"

namespace vmwright::xen {

class EventChannel {
 public:
  // What channels are bound by. Throws Error when the kernel has none.
  static Fd open_device();

  // Connects to a port that the domain offers to us. Throws Error.
  EventChannel(abi::Domid domid, std::uint32_t port);

  // Readable after an event; until unmask() no other one comes.
  int fd() const noexcept { return device_.get(); }
  // Takes the event. Throws Error.
  void take();
  void unmask();
  // Tells the other end. Throws Error.
  void notify();

 private:
  Fd device_;
  std::uint32_t port_ = 0;
};

}  // namespace vmwright::xen
