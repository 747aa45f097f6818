// The process that serves a domain's channels and disks in files. libxenlight starts it and never looks at it again.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/event_loop.h"
#include "base/fd.h"
#include "xen/libxl_abi.h"

namespace vmwright::toolstack {

// A node of xenstore; nothing when there is none. Throws Error when xenstored does not answer.
std::optional<std::string> read_store(const std::string& path);

class DeviceModel {
 public:
  // The loop outlives this.
  explicit DeviceModel(EventLoop& loop) : loop_(loop) {}
  DeviceModel(const DeviceModel&) = delete;
  DeviceModel& operator=(const DeviceModel&) = delete;
  ~DeviceModel() { forget(); }

  // `gone` is called once, when the device model of this domain ends. Nothing happens for a domain that has none. Throws Error.
  void watch(xen::abi::Domid domid, std::function<void()> gone);
  void forget();

 private:
  EventLoop& loop_;
  Fd process_;
};

}  // namespace vmwright::toolstack
