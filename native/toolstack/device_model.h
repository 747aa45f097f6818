// The process that serves a domain's disks in files, and the devices of an HVM guest. libxenlight starts it with the domain, if that
// needs one then, and never looks at it again; for what is added later we start it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/event_loop.h"
#include "base/fd.h"
#include "toolstack/device_model_process.h"
#include "xen/libxl_abi.h"
#include "xen/store.h"

namespace vmwright::toolstack {

class DeviceModel {
 public:
  // `failure`: why there is none, empty when it serves.
  using Started = std::function<void(const std::optional<std::string>& failure)>;

  // Both outlive this.
  DeviceModel(EventLoop& loop, xen::Store& store) : loop_(loop), store_(store) {}
  DeviceModel(const DeviceModel&) = delete;
  DeviceModel& operator=(const DeviceModel&) = delete;
  ~DeviceModel();

  // `gone` is called once, when the device model of this domain ends. Throws Error.
  void watch(xen::abi::Domid domid, std::function<void()> gone);
  // Whether the domain has one that serves disks.
  bool serves() const noexcept { return process_ && !starting(); }
  // Starts one for the watched domain, which has none, as libxenlight would have done; libxenlight ends it with the domain.
  // `started` is called later, or at once when nothing can be started at all.
  void start(const ModelProgram& program, Started started);
  // The domain goes. Whoever waits for its device model is told.
  void forget();

 private:
  bool starting() const noexcept { return !waiting_.empty(); }
  std::string state_path() const;
  std::string pid_path() const;
  void launch(const ModelProgram& program);
  void on_pid();
  void record(int pid);
  void follow(int pid);
  void on_state();
  void on_end();
  void give_up(const std::string& why);
  void release();
  void settle(const std::optional<std::string>& failure);

  EventLoop& loop_;
  xen::Store& store_;
  xen::abi::Domid domid_ = 0;
  std::function<void()> gone_;
  Fd process_;
  // While it starts: those who wait, the way to it until it is known, and the timer that ends all this.
  std::vector<Started> waiting_;
  Fd channel_;
  std::uint64_t timer_ = 0;
};

}  // namespace vmwright::toolstack
