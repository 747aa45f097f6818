// Interfaces and PCI devices that come and go while the guest runs; disks are in vm_disks.cc.
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json_object.h"
#include "toolstack/domain_checks.h"
#include "toolstack/domains.h"
#include "toolstack/pci.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {
namespace {

// -1 when libxl has not chosen one.
std::int64_t device_number(const std::string& nic) {
  const JsonValue value = JsonValue::parse(nic);
  const JsonValue* number = member(value, "devid");
  return number == nullptr || number->integer() == nullptr ? -1 : *number->integer();
}

}  // namespace

// `nic`: JSON of libxl_device_nic.
void Vm::add_nic(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const std::string json = arguments.string("nic");
  require_script(JsonValue::parse(json));
  const auto type = std::make_shared<xen::JsonType>(session_.libxl().library(), "device_nic");
  const auto nic = std::make_shared<xen::JsonObjectOf>(*type, session_.ctx(), json);
  const xen::abi::Domid domid = domain();
  session_.start("add the interface", [&](xen::abi::Ao ao) { return session_.libxl().device_nic_add(session_.ctx(), domid, nic->get(), ao); },
                 [this, domid, type, nic, reply = std::move(reply), refuse = std::move(refuse)](const xen::CallError* failure) {
                   if (failure == nullptr) return reply(nic->json());
                   // libxl leaves it where the next domain would be given it again. Before it has a number nothing was made.
                   const std::string why = failure->what();
                   if (device_number(nic->json()) < 0) return refuse(why);
                   session_.start(
                       "take the interface back", [&](xen::abi::Ao ao) { return session_.libxl().device_nic_destroy(session_.ctx(), domid, nic->get(), ao); },
                       [type, nic, why, refuse](const xen::CallError*) { refuse(why); });
                 });
}

void Vm::remove_nic(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const std::string mac = arguments.string("mac");
  const auto type = std::make_shared<xen::JsonType>(session_.libxl().library(), "device_nic");
  const auto nic = std::make_shared<xen::JsonObjectOf>(*type, session_.ctx());
  const xen::abi::Domid domid = domain();
  session_.now("find the interface " + mac, [&] {
    return session_.libxl().mac_to_device_nic(session_.ctx(), domid, mac.c_str(), nic->get());
  });
  command("remove the interface " + mac,
          [&](xen::abi::Ao ao) { return session_.libxl().device_nic_remove(session_.ctx(), domid, nic->get(), ao); },
          [type, nic, reply = std::move(reply)] { reply("{}"); }, std::move(refuse));
}

// `pci`: JSON of libxl_device_pci.
void Vm::add_pci(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const std::string json = arguments.string("pci");
  const JsonValue value = JsonValue::parse(json);
  require_pci(session_, value, domain_type());
  const auto type = std::make_shared<xen::JsonType>(session_.libxl().library(), "device_pci");
  const auto device = std::make_shared<xen::JsonObjectOf>(*type, session_.ctx(), json);
  command("add the PCI device " + pci_address(value),
          [&, domid = domain()](xen::abi::Ao ao) {
            return session_.libxl().device_pci_add(session_.ctx(), domid, device->get(), ao);
          },
          [type, device, reply = std::move(reply)] { reply("{}"); }, std::move(refuse));
}

void Vm::remove_pci(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const std::string json = arguments.string("pci");
  const auto type = std::make_shared<xen::JsonType>(session_.libxl().library(), "device_pci");
  const auto device = std::make_shared<xen::JsonObjectOf>(*type, session_.ctx(), json);
  command("remove the PCI device " + pci_address(JsonValue::parse(json)),
          [&, domid = domain()](xen::abi::Ao ao) {
            return session_.libxl().device_pci_remove(session_.ctx(), domid, device->get(), ao);
          },
          [type, device, reply = std::move(reply)] { reply("{}"); }, std::move(refuse));
}

void Vm::watch_domain() {
  session_.watch(domid_);
  drives_.watch(session_, domid_, JsonValue::parse(domain_json_));
}

// The drive is emptied, as xl does it: nobody else gives the guest another medium.
void Vm::ejected(const std::string& vdev) {
  if (!drives_.tell(server_, vdev)) return;
  const auto type = std::make_shared<xen::JsonType>(session_.libxl().library(), "device_disk");
  const auto empty = std::make_shared<xen::JsonObjectOf>(*type, session_.ctx(), empty_drive(vdev));
  session_.start("empty the drive " + vdev,
                 [&](xen::abi::Ao ao) { return session_.libxl().cdrom_insert(session_.ctx(), domid_, empty->get(), ao); },
                 [type, empty](const xen::CallError*) {});  // a guest that is no PC has asked for what there is not
}

std::string Vm::domain_type() const {
  const JsonValue config = JsonValue::parse(domain_json_);
  const JsonValue* create = member(config, "c_info");
  return create == nullptr ? "" : text(*create, "type");
}

}  // namespace vmwright::toolstack
