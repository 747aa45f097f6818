// Drives whose medium a guest may eject: CD-ROM drives of a PC, whoever gave them to it.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "base/json_value.h"
#include "vmm/qmp/server.h"
#include "xen/session.h"

namespace vmwright::toolstack {

// JSON of the libxl_device_disk that is such a drive without a medium.
std::string empty_drive(const std::string& vdev);

class Drives {
 public:
  // Between two events of one drive: a guest can eject as often as it wants.
  static constexpr std::chrono::seconds kInterval{1};

  // Asks for the events of all drives in the configuration of a domain that is watched. Throws Error.
  void watch(xen::Session& session, xen::abi::Domid domid, const JsonValue& config);
  // Tells every client of the control protocol, X_XEN_DISK_EJECTED, unless it was told of that drive just now: false.
  bool tell(qmp::Server& server, const std::string& vdev);

 private:
  std::map<std::string, std::chrono::steady_clock::time_point> told_;
};

}  // namespace vmwright::toolstack
