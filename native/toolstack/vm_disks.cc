// Disks that come and go while the guest runs.
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "base/json_object.h"
#include "toolstack/device_model_process.h"
#include "toolstack/disk_locks.h"
#include "toolstack/domains.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {

struct Vm::DiskPlug {
  DiskPlug(const xen::Session& session, const std::string& json)
      : type(session.libxl().library(), "device_disk"), disk(type, session.ctx(), json) {}

  const xen::JsonType type;
  xen::JsonObjectOf disk;
  std::string name;
  xen::abi::Domid domid = 0;
  AddedDisk added;
  qmp::Server::Reply reply;
  qmp::Server::Refuse refuse;
};

namespace {

constexpr char kLastDisk = 'z';

std::string disk_json(const std::string& path, const std::string& name, const std::string& format, bool writable) {
  JsonWriter json;
  json.begin_object();
  json.key("pdev_path");
  json.string(path);
  json.key("vdev");
  json.string(name);
  json.key("format");
  json.string(format);
  json.key("readwrite");
  json.integer(writable ? 1 : 0);
  json.end_object();
  return json.text();
}

}  // namespace

// The name is chosen here, in one moment, as several clients may add disks.
void Vm::add_disk(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const std::string path = arguments.string("path");
  const std::string file = arguments.string("file");
  const std::string format = arguments.one_of("format", {"raw", "qcow2"});
  const bool writable = arguments.one_of("mode", {"read", "write"}) == "write";
  const bool alone = arguments.one_of("lock", {"read", "write"}) == "write";
  const xen::abi::Domid domid = domain();
  const std::string name = free_disk_name();
  const auto plug = std::make_shared<DiskPlug>(session_, disk_json(path, name, format, writable));
  plug->name = name;
  plug->domid = domid;
  plug->added = {.path = path, .file = file, .lock = lock_disk({.path = file, .writable = alone})};
  const JsonValue config = JsonValue::parse(domain_json_);
  // Raw disks are served by dom0's kernel.
  const bool served = format == "raw" || model_.serves();
  const ModelProgram program = served ? ModelProgram{} : model_program(config, session_.libxl().version().release(), config_.memory);
  plug->reply = std::move(reply);
  plug->refuse = std::move(refuse);
  changing_.insert(name);
  if (served) return plug_in(plug);
  model_.start(program, [this, plug](const std::optional<std::string>& failure) {
    if (failure) not_plugged_in(plug, *failure);
    else plug_in(plug);
  });
}

void Vm::plug_in(const std::shared_ptr<DiskPlug>& plug) {
  session_.start(
      "add the disk " + plug->name,
      [&](xen::abi::Ao ao) { return session_.libxl().device_disk_add(session_.ctx(), plug->domid, plug->disk.get(), ao); },
      [this, plug](const xen::CallError* failure) {
        if (failure == nullptr) {
          changing_.erase(plug->name);
          added_.emplace(plug->name, std::move(plug->added));
          return plug->reply("{\"vdev\":\"" + plug->name + "\"}");
        }
        const std::string why = failure->what();
        if (failure->rc() == xen::abi::kErrorDeviceExists) return not_plugged_in(plug, why);  // another program's
        // libxl leaves it where the next domain would be given it again.
        session_.start(
            "take the disk back",
            [&](xen::abi::Ao ao) { return session_.libxl().device_disk_destroy(session_.ctx(), plug->domid, plug->disk.get(), ao); },
            [this, plug, why](const xen::CallError*) { not_plugged_in(plug, why); });
      });
}

void Vm::not_plugged_in(const std::shared_ptr<DiskPlug>& plug, const std::string& why) {
  changing_.erase(plug->name);
  plug->refuse(why);
}

std::set<std::string> Vm::disk_names() const {
  std::set<std::string> names(config_.disks.begin(), config_.disks.end());
  for (const auto& [name, disk] : added_) names.insert(name);
  return names;
}

std::string Vm::free_disk_name() const {
  const std::set<std::string> names = disk_names();
  for (char last = 'a'; last <= kLastDisk; last++) {
    const std::string name = std::string("xvd") + last;
    if (!names.contains(name) && !changing_.contains(name)) return name;
  }
  throw qmp::CommandError("a VM has at most 26 disks");
}

std::string Vm::disks() const {
  JsonWriter json;
  json.begin_array();
  for (const std::string& name : disk_names()) json.string(name);
  json.end_array();
  return json.text();
}

void Vm::remove_disk(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const std::string name = arguments.string("vdev");
  if (!added_.contains(name) || changing_.contains(name)) throw qmp::CommandError("no disk " + name + " was added");
  const auto type = std::make_shared<xen::JsonType>(session_.libxl().library(), "device_disk");
  const auto disk = std::make_shared<xen::JsonObjectOf>(*type, session_.ctx());
  const xen::abi::Domid domid = domain();
  session_.now("find the disk " + name, [&] {
    return session_.libxl().vdev_to_device_disk(session_.ctx(), domid, name.c_str(), disk->get());
  });
  changing_.insert(name);
  session_.start("remove the disk " + name,
                 [&](xen::abi::Ao ao) { return session_.libxl().device_disk_remove(session_.ctx(), domid, disk->get(), ao); },
                 [this, type, disk, name, reply = std::move(reply), refuse = std::move(refuse)](const xen::CallError* failure) {
                   changing_.erase(name);
                   if (failure != nullptr) return refuse(failure->what());
                   const AddedDisk gone = std::move(added_.at(name));
                   added_.erase(name);
                   JsonWriter json;
                   json.begin_object();
                   json.key("path");
                   json.string(gone.path);
                   json.key("file");
                   json.string(gone.file);
                   json.end_object();
                   reply(json.text());
                 });
}

}  // namespace vmwright::toolstack
