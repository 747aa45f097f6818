#include "toolstack/foreign.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "toolstack/domain_commands.h"
#include "toolstack/domains.h"
#include "toolstack/drives.h"
#include "toolstack/version.h"
#include "xen/store.h"

namespace vmwright::toolstack {
namespace {

// xl makes the next domain of a guest that reboots two seconds after the last one is gone; on a busy host that takes longer.
constexpr std::chrono::milliseconds kLookAgain{500};
constexpr int kLooks = 16;
// The same when the guest is known to reboot.
constexpr int kRebootLooks = 60;

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

// One that dies is told of until the last of its pages is given back, and the next one with its UUID may be there already.
std::optional<JsonValue> find_living(xen::Session& session, const std::string& uuid) {
  for (const std::string& json : all_domains(session)) {
    JsonValue info = JsonValue::parse(json);
    if (text(info, "uuid") == uuid && !flag(info, "dying")) return info;
  }
  return std::nullopt;
}

class Foreign {
 public:
  explicit Foreign(std::string uuid) : uuid_(std::move(uuid)), session_(loop_), server_(loop_, kVersion, "vmwright-toolstack") {
    const std::optional<JsonValue> found = find_living(session_, uuid_);
    if (!found) throw Error("VM_NOT_FOUND", "no domain has the UUID " + uuid_);
    domid_ = static_cast<xen::abi::Domid>(number(*found, "domid"));
    session_.on_domain_event = [this](const xen::DomainEvent& event) {
      if (event.domid != domid_) return;
      if (event.kind == xen::DomainEvent::Kind::death) return lost();
      if (event.kind == xen::DomainEvent::Kind::shutdown) return stopped();
      drives_.tell(server_, event.vdev);
    };
    session_.on_disaster = [this](const std::string&) { loop_.stop(); };
    add_queries();
    add_commands();
  }

  int run() {
    watch();
    server_.serve_owner(Fd(STDIN_FILENO), Fd(STDOUT_FILENO), [this] { loop_.stop(); });
    session_.run();
    return 0;
  }

 private:
  using Call = int (*)(const xen::Libxl&, xen::abi::Ctx, xen::abi::Domid, xen::abi::Ao);
  using Then = std::function<void()>;

  void watch() {
    session_.watch(domid_);
    const auto config = [this, domid = domid_](std::string_view json) {
      if (domid == domid_) drives_.watch(session_, domid, JsonValue::parse(json));
    };
    domain_config(session_, domid_, config, [](std::string_view) {});  // it is gone already, which is told next
  }

  // For a command. 0, which stands for none here, is dom0.
  xen::abi::Domid domain() const {
    if (domid_ == 0) throw qmp::CommandError("the VM restarts and has no domain at the moment");
    return domid_;
  }

  // The guest has stopped by itself; whoever made the domain removes it, and makes the next.
  void stopped() {
    try {
      reboots_ = reboots_ || text(JsonValue::parse(domain_info(session_, domid_)), "shutdown_reason") == "reboot";
    } catch (const Error&) {
      // it is gone already, and its death is told next
    }
  }

  void lost() {
    session_.unwatch();
    domid_ = 0;
    if (doomed_) return gone();
    looks_ = 0;
    look_for_next();
  }

  // A domain that is being built is paused, and not to be touched until it is not.
  void look_for_next() {
    const std::optional<JsonValue> next = find_living(session_, uuid_);
    const bool last = ++looks_ > (reboots_ ? kRebootLooks : kLooks);
    if (next && (last || !flag(*next, "paused"))) return go_on(static_cast<xen::abi::Domid>(number(*next, "domid")));
    if (last) return gone();
    loop_.add_timer(kLookAgain, [this] { look_for_next(); });
  }

  void go_on(xen::abi::Domid next) {
    domid_ = next;
    reboots_ = false;
    watch();
    if (!doomed_) return server_.event("RESET", R"({"guest":true,"reason":"guest-reset"})");
    session_.start("destroy the domain", [this](xen::abi::Ao ao) { return session_.libxl().domain_destroy(session_.ctx(), domid_, ao); },
                   [this](const xen::CallError*) { gone(); });
  }

  void gone() {
    server_.event("SHUTDOWN", R"({"guest":false,"reason":"host-qmp-quit","detail":""})");
    loop_.stop();
  }

  // A command that is one call of libxl; `then` comes when it is done.
  void add(const char* name, const char* what, Call call, Then then) {
    server_.add_long(name, [this, what, call, then = std::move(then)](JsonObject&, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
      session_.start(
          what, [this, call, domid = domain()](xen::abi::Ao ao) { return call(session_.libxl(), session_.ctx(), domid, ao); },
          [then, reply = std::move(reply), refuse = std::move(refuse)](const xen::CallError* failure) {
            if (failure != nullptr) return refuse(failure->what());
            then();
            reply("{}");
          });
    });
  }

  void add_commands() {
    add("stop", "pause the domain", [](const auto& libxl, auto ctx, auto domid, auto ao) { return libxl.domain_pause(ctx, domid, ao); },
        [this] { server_.event("STOP", "{}"); });
    add("cont", "go on with the domain", [](const auto& libxl, auto ctx, auto domid, auto ao) { return libxl.domain_unpause(ctx, domid, ao); },
        [this] { server_.event("RESUME", "{}"); });
    add("system_reset", "reboot the domain", [](const auto& libxl, auto ctx, auto domid, auto ao) { return libxl.domain_reboot(ctx, domid, ao); },
        [this] { reboots_ = true; });
    server_.add_long("quit", [this](JsonObject&, const qmp::Server::Reply& reply, const qmp::Server::Refuse& refuse) { quit(reply, refuse); });
    server_.add_long("system_powerdown", [this](JsonObject&, const qmp::Server::Reply& reply, const qmp::Server::Refuse& refuse) {
      press_power_button(session_, domain(), reply, refuse);
    });
  }

  // Between two domains of a reboot the next one is destroyed once it is there.
  void quit(const qmp::Server::Reply& reply, const qmp::Server::Refuse& refuse) {
    doomed_ = true;
    if (domid_ == 0) return reply("{}");
    session_.start("destroy the domain", [this](xen::abi::Ao ao) { return session_.libxl().domain_destroy(session_.ctx(), domid_, ao); },
                   [this, reply, refuse](const xen::CallError* failure) {
                     if (failure == nullptr) return reply("{}");
                     doomed_ = false;
                     refuse(failure->what());
                   });
  }

  void add_queries() {
    server_.add_query("query-status", [this](JsonObject&) {
      const bool still = domid_ != 0 && flag(JsonValue::parse(domain_info(session_, domid_)), "paused");
      return std::string(still ? R"({"running":false,"status":"paused"})" : R"({"running":true,"status":"running"})");
    });
    server_.add_query("query-balloon", [this](JsonObject&) { return domain_balloon(session_, domain()); });
    server_.add_query("x-xen-stats", [this](JsonObject&) { return domain_stats(session_, domain()); });
    server_.add_query("x-xen-rename", [this](JsonObject& arguments) { return rename_domain(session_, domain(), arguments.string("name")); });
    server_.add_long("x-xen-config", [this](JsonObject&, const qmp::Server::Reply& reply, const qmp::Server::Refuse& refuse) {
      domain_config(session_, domain(), reply, refuse);
    });
    server_.add_query("balloon", [this](JsonObject& arguments) {
      set_domain_memory(session_, domain(), arguments.number("value", 1));
      return std::string("{}");
    });
  }

  const std::string uuid_;
  EventLoop loop_;
  xen::Session session_;
  qmp::Server server_;
  xen::abi::Domid domid_ = 0;  // while there is none
  bool reboots_ = false;       // as far as it is known
  bool doomed_ = false;        // we were asked to end it
  int looks_ = 0;
  Drives drives_;
};

}  // namespace

int list_domains() {
  EventLoop loop;
  xen::Session session(loop);
  xen::Store store(loop);
  for (const std::string& info : all_domains(session)) {
    const JsonValue value = JsonValue::parse(info);
    const auto domid = static_cast<xen::abi::Domid>(number(value, "domid"));
    if (domid == 0 || flag(value, "dying")) continue;
    if (std::puts(describe(session, store, info, domid, text(value, "uuid")).c_str()) < 0) return 1;
  }
  return 0;
}

int control_domain(const std::string& uuid) { return Foreign(uuid).run(); }

}  // namespace vmwright::toolstack
