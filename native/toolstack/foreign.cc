#include "toolstack/foreign.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "toolstack/domain_commands.h"
#include "toolstack/domains.h"
#include "toolstack/version.h"
#include "xen/store.h"

namespace vmwright::toolstack {
namespace {

std::string name_of(xen::Session& session, xen::abi::Domid domid) {
  const std::unique_ptr<char, decltype(&std::free)> name(session.libxl().domid_to_name(session.ctx(), domid), &std::free);
  return name ? name.get() : "";
}

std::string describe(xen::Session& session, xen::Store& store, const std::string& info, xen::abi::Domid domid, const std::string& uuid) {
  JsonWriter json;
  json.begin_object();
  json.key("name");
  json.string(name_of(session, domid));
  json.key("started");
  json.integer(std::atoll(store.read("/vm/" + uuid + "/start_time").value_or("0").c_str()));
  json.key("info");
  json.json(info);
  json.end_object();
  return json.text();
}

class Foreign {
 public:
  explicit Foreign(const std::string& uuid) : session_(loop_), server_(loop_, kVersion, "vmwright-toolstack") {
    const std::optional<xen::abi::Domid> found = find_domain(session_, uuid);
    if (!found) throw Error("VM_NOT_FOUND", "no domain has the UUID " + uuid);
    domid_ = *found;
    session_.on_domain_event = [this](const xen::DomainEvent& event) {
      if (event.domid == domid_ && event.kind == xen::DomainEvent::Kind::death) gone();
    };
    session_.on_disaster = [this](const std::string&) { loop_.stop(); };
    add_queries();
    add_commands();
  }

  int run() {
    session_.watch(domid_);
    server_.serve_owner(Fd(STDIN_FILENO), Fd(STDOUT_FILENO), [this] { loop_.stop(); });
    session_.run();
    return 0;
  }

 private:
  using Call = int (*)(const xen::Libxl&, xen::abi::Ctx, xen::abi::Domid, xen::abi::Ao);

  void gone() {
    server_.event("SHUTDOWN", R"({"guest":false,"reason":"host-qmp-quit","detail":""})");
    loop_.stop();
  }

  // A command that is one call of libxl; `event` follows when it is done.
  void add(const char* name, const char* what, Call call, const char* event) {
    server_.add_long(name, [this, what, call, event](JsonObject&, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
      session_.start(
          what, [this, call](xen::abi::Ao ao) { return call(session_.libxl(), session_.ctx(), domid_, ao); },
          [this, event, reply = std::move(reply), refuse = std::move(refuse)](const xen::CallError* failure) {
            if (failure != nullptr) return refuse(failure->what());
            if (event != nullptr) server_.event(event, R"({"guest":false,"reason":"host-qmp-system-reset","detail":""})");
            reply("{}");
          });
    });
  }

  void add_commands() {
    add("stop", "pause the domain", [](const auto& libxl, auto ctx, auto domid, auto ao) { return libxl.domain_pause(ctx, domid, ao); }, "STOP");
    add("cont", "go on with the domain", [](const auto& libxl, auto ctx, auto domid, auto ao) { return libxl.domain_unpause(ctx, domid, ao); }, "RESUME");
    add("system_reset", "reboot the domain", [](const auto& libxl, auto ctx, auto domid, auto ao) { return libxl.domain_reboot(ctx, domid, ao); }, "RESET");
    add("quit", "destroy the domain", [](const auto& libxl, auto ctx, auto domid, auto ao) { return libxl.domain_destroy(ctx, domid, ao); }, nullptr);
    server_.add_long("system_powerdown", [this](JsonObject&, const qmp::Server::Reply& reply, const qmp::Server::Refuse& refuse) {
      press_power_button(session_, domid_, reply, refuse);
    });
  }

  void add_queries() {
    server_.add_query("query-status", [this](JsonObject&) {
      const JsonValue info = JsonValue::parse(domain_info(session_, domid_));
      const JsonValue* paused = member(info, "paused");
      const bool still = paused != nullptr && paused->boolean() != nullptr && *paused->boolean();
      return std::string(still ? R"({"running":false,"status":"paused"})" : R"({"running":true,"status":"running"})");
    });
    server_.add_query("query-balloon", [this](JsonObject&) { return domain_balloon(session_, domid_); });
    server_.add_query("x-xen-stats", [this](JsonObject&) { return domain_stats(session_, domid_); });
    server_.add_query("x-xen-domain", [this](JsonObject&) { return domain_info(session_, domid_); });
    server_.add_query("balloon", [this](JsonObject& arguments) {
      set_domain_memory(session_, domid_, arguments.number("value", 1));
      return std::string("{}");
    });
  }

  EventLoop loop_;
  xen::Session session_;
  qmp::Server server_;
  xen::abi::Domid domid_ = 0;
};

}  // namespace

int list_domains() {
  EventLoop loop;
  xen::Session session(loop);
  xen::Store store(loop);
  for (const std::string& info : all_domains(session)) {
    const JsonValue value = JsonValue::parse(info);
    const auto domid = static_cast<xen::abi::Domid>(number(value, "domid"));
    if (domid == 0) continue;
    if (std::puts(describe(session, store, info, domid, text(value, "uuid")).c_str()) < 0) return 1;
  }
  return 0;
}

int control_domain(const std::string& uuid) { return Foreign(uuid).run(); }

}  // namespace vmwright::toolstack
