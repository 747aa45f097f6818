#include "toolstack/drives.h"

#include "base/json.h"
#include "toolstack/domains.h"

namespace vmwright::toolstack {
namespace {

std::string event_data(const std::string& vdev) {
  JsonWriter json;
  json.begin_object();
  json.key("vdev");
  json.string(vdev);
  json.end_object();
  return json.text();
}

}  // namespace

std::string empty_drive(const std::string& vdev) {
  JsonWriter json;
  json.begin_object();
  json.key("vdev");
  json.string(vdev);
  json.key("pdev_path");
  json.string("");
  json.key("format");
  json.string("empty");
  json.key("removable");
  json.integer(1);
  json.key("is_cdrom");
  json.integer(1);
  json.end_object();
  return json.text();
}

void Drives::watch(xen::Session& session, xen::abi::Domid domid, const JsonValue& config) {
  told_.clear();
  const JsonValue* disks = member(config, "disks");
  if (disks == nullptr || disks->array() == nullptr) return;
  for (const JsonValue& disk : *disks->array()) {
    if (number(disk, "is_cdrom") != 0 || number(disk, "removable") != 0) session.watch_drive(domid, text(disk, "vdev"));
  }
}

bool Drives::tell(qmp::Server& server, const std::string& vdev) {
  const auto now = std::chrono::steady_clock::now();
  const auto last = told_.find(vdev);
  if (last != told_.end() && now - last->second < kInterval) return false;
  told_[vdev] = now;
  server.event("X_XEN_DISK_EJECTED", event_data(vdev));
  return true;
}

}  // namespace vmwright::toolstack
