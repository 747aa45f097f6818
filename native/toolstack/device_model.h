// The process that serves a domain's disks in files, and the devices of an HVM guest. libxenlight starts it and never looks at it again.
#pragma once

#include <functional>

#include "base/event_loop.h"
#include "base/fd.h"
#include "xen/libxl_abi.h"
#include "xen/store.h"

namespace vmwright::toolstack {

class DeviceModel {
 public:
  // Both outlive this.
  DeviceModel(EventLoop& loop, xen::Store& store) : loop_(loop), store_(store) {}
  DeviceModel(const DeviceModel&) = delete;
  DeviceModel& operator=(const DeviceModel&) = delete;
  ~DeviceModel() { forget(); }

  // `gone` is called once, when the device model of this domain ends. Nothing happens for a domain that has none. Throws Error.
  void watch(xen::abi::Domid domid, std::function<void()> gone);
  void forget();

 private:
  EventLoop& loop_;
  xen::Store& store_;
  Fd process_;
};

}  // namespace vmwright::toolstack
