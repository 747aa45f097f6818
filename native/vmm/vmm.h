// One VM and those who control it.
#pragma once

#include <functional>
#include <string>

#include "base/event_loop.h"
#include "kvm/machine/machine.h"
#include "kvm/system.h"
#include "vmm/config.h"
#include "vmm/devices.h"
#include "vmm/jail/jail.h"
#include "vmm/port_news.h"
#include "vmm/qmp/server.h"
#include "vmm/serial_console.h"

namespace vmwright::vmm {

class Vmm {
 public:
  // `started_ns`: CLOCK_MONOTONIC when the process began. Opens everything; starts nothing. Throws Error.
  Vmm(Config config, jail::Jail* jail, std::int64_t started_ns);
  Vmm(const Vmm&) = delete;
  Vmm& operator=(const Vmm&) = delete;

  // Until the VM ends; gives back the exit status. Throws Error when it cannot be started or the host fails it.
  int run();

 private:
  void add_queries();
  void add_commands();
  void serve_clients();
  void enter_jail();
  Devices::Callbacks device_callbacks();
  Machine::Callbacks machine_callbacks();
  void on_machine(const MachineEvent& event);
  void on_shutdown(const char* reason, bool guest, const std::string& detail, int status);
  void finish(int status);
  std::string status() const;
  std::string stats();

  const Config config_;
  jail::Jail* const jail_;  // null: none was wanted
  const std::int64_t started_ns_;
  Fd statm_;  // /proc/self/statm, which is out of reach later
  EventLoop loop_;
  qmp::Server server_;
  PortNews agents_;
  Devices devices_;
  SerialConsole serial_;
  Machine machine_;
  bool paused_ = false;
  bool finishing_ = false;
  int status_ = 0;
};

}  // namespace vmwright::vmm
