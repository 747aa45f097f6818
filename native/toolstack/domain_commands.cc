#include "toolstack/domain_commands.h"

#include <cstdlib>
#include <memory>

#include "base/json.h"
#include "toolstack/backend_counters.h"
#include "toolstack/domains.h"

namespace vmwright::toolstack {
namespace {

constexpr std::int64_t kKib = 1024;
// Xen counts some pages of its own to a domain, such as those of its consoles and its store.
constexpr std::int64_t kOwnPagesKib = 1024;

void write_vcpus(JsonWriter& json, xen::Session& session, xen::abi::Domid domid) {
  json.key("vcpus");
  json.begin_array();
  for (const std::string& text : vcpu_infos(session, domid)) {
    const JsonValue info = JsonValue::parse(text);
    json.begin_object();
    json.key("cpuNs");
    json.integer(number(info, "vcpu_time"));
    json.key("online");
    json.boolean(flag(info, "online"));
    json.end_object();
  }
  json.end_array();
}

void write_interfaces(JsonWriter& json, xen::abi::Domid domid) {
  const auto write = [&](const char* key, std::uint64_t value) {
    json.key(key);
    json.integer(static_cast<std::int64_t>(value));
  };
  json.key("networks");
  json.begin_array();
  for (const InterfaceCounters& one : interface_counters("/sys/class/net", domid)) {
    json.begin_object();
    write("receivedBytes", one.received_bytes);
    write("receivedPackets", one.received_packets);
    write("sentBytes", one.sent_bytes);
    write("sentPackets", one.sent_packets);
    json.end_object();
  }
  json.end_array();
}

void write_disks(JsonWriter& json, xen::abi::Domid domid) {
  json.key("disks");
  json.begin_array();
  for (const DiskCounters& one : all_disk_counters("/sys/bus/xen-backend/devices", domid)) {
    json.begin_object();
    json.key("readBytes");
    json.integer(one.read);
    json.key("writeBytes");
    json.integer(one.written);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string domain_balloon(xen::Session& session, xen::abi::Domid domid) {
  const JsonValue info = JsonValue::parse(domain_info(session, domid));
  const std::int64_t now = number(info, "current_memkb");
  std::uint64_t target = 0;
  session.now("read the domain's memory", [&] { return session.libxl().get_memory_target(session.ctx(), domid, &target); });
  const auto wanted = static_cast<std::int64_t>(target);
  JsonWriter json;
  json.begin_object();
  json.key("actual");
  json.integer((std::abs(now - wanted) <= kOwnPagesKib ? wanted : now) * kKib);
  json.end_object();
  return json.text();
}

std::string domain_stats(xen::Session& session, xen::abi::Domid domid) {
  const JsonValue info = JsonValue::parse(domain_info(session, domid));
  JsonWriter json;
  json.begin_object();
  json.key("cpuNs");
  json.integer(number(info, "cpu_time"));
  json.key("residentBytes");
  json.integer(number(info, "current_memkb") * kKib);
  json.key("domid");
  json.integer(domid);
  write_vcpus(json, session, domid);
  write_interfaces(json, domid);
  write_disks(json, domid);
  json.end_object();
  return json.text();
}

void domain_config(xen::Session& session, xen::abi::Domid domid, const qmp::Server::Reply& reply, const qmp::Server::Refuse& refuse) {
  const auto type = std::make_shared<xen::JsonType>(session.libxl().library(), "domain_config");
  const auto config = std::make_shared<xen::JsonObjectOf>(*type, session.ctx());
  session.start(
      "read the domain's configuration",
      [&](xen::abi::Ao ao) { return session.libxl().retrieve_domain_configuration(session.ctx(), domid, config->get(), ao); },
      [type, config, reply, refuse](const xen::CallError* failure) {
        if (failure == nullptr) reply(config->json());
        else refuse(failure->what());
      });
}

std::string rename_domain(xen::Session& session, xen::abi::Domid domid, const std::string& name) {
  session.now("rename the domain", [&] { return session.libxl().domain_rename(session.ctx(), domid, nullptr, name.c_str()); });
  return "{}";
}

void set_domain_memory(xen::Session& session, xen::abi::Domid domid, std::uint64_t bytes) {
  session.now("change the domain's memory", [&] {
    return session.libxl().set_memory_target(session.ctx(), domid, static_cast<std::int64_t>(bytes) / kKib, 0, 1);
  });
}

void press_power_button(xen::Session& session, xen::abi::Domid domid, const qmp::Server::Reply& reply,
                        const qmp::Server::Refuse& refuse) {
  const auto answer = [reply, refuse](const xen::CallError* failure) {
    if (failure == nullptr) reply("{}");
    else refuse(failure->what());
  };
  session.start(
      "shut the domain down", [&](xen::abi::Ao ao) { return session.libxl().domain_shutdown(session.ctx(), domid, ao); },
      [&session, domid, answer](const xen::CallError* failure) {
        if (failure == nullptr || failure->rc() != xen::abi::kErrorNoParavirt) return answer(failure);
        session.start(
            "press the power button",
            [&](xen::abi::Ao ao) { return session.libxl().send_trigger(session.ctx(), domid, xen::abi::kTriggerPower, 0, ao); },
            answer);
      });
}

}  // namespace vmwright::toolstack
