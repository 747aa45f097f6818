#include "toolstack/domain_commands.h"

#include <cstdlib>

#include "base/json.h"
#include "toolstack/domains.h"

namespace vmwright::toolstack {
namespace {

constexpr std::int64_t kKib = 1024;
// Xen counts some pages of its own to a domain, such as those of its consoles and its store.
constexpr std::int64_t kOwnPagesKib = 1024;

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
  json.end_object();
  return json.text();
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
