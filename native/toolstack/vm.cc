#include "toolstack/vm.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <utility>

#include "base/json.h"
#include "kvm/stream/unix_socket.h"
#include "toolstack/domain_checks.h"
#include "toolstack/domains.h"
#include "toolstack/pci.h"
#include "toolstack/unknown_member.h"
#include "toolstack/version.h"

namespace vmwright::toolstack {
namespace {

constexpr int kBacklog = 8;
// Another program that destroys the domain pauses it, ends its device model, and takes its devices away before the domain dies.
constexpr std::chrono::seconds kDestroyedWithin{60};
// The same when the domain is paused anyway, so that it does not tell.
constexpr std::chrono::seconds kMaybeDestroyedWithin{5};

std::string shutdown_data(bool guest, const char* reason, const std::string& detail) {
  JsonWriter json;
  json.begin_object();
  json.key("guest");
  json.boolean(guest);
  json.key("reason");
  json.string(reason);
  json.key("detail");
  json.string(detail);
  json.end_object();
  return json.text();
}

}  // namespace

Vm::Vm(Config config)
    : config_(std::move(config)),
      locks_(lock_disks(config_.shared)),
      guard_(loop_, config_.uuid),
      session_(loop_),
      store_(loop_),
      config_type_(session_.libxl().library(), "domain_config"),
      server_(loop_, kVersion, "vmwright-toolstack"),
      console_(loop_, config_.console_socket, config_.console_log),
      model_(loop_, store_),
      domain_json_(config_.domain) {
  if (config_.passt) network_.emplace(loop_, *config_.passt);
  for (const std::string& socket : config_.agents)
    channels_.push_back(std::make_unique<GuestChannel>(loop_, store_, static_cast<std::uint32_t>(channels_.size() + 1), socket));
  session_.on_domain_event = [this](const xen::DomainEvent& event) {
    if (event.domid != domid_) return;
    if (event.kind == xen::DomainEvent::Kind::eject) ejected(event.vdev);
    else on_domain(event.kind == xen::DomainEvent::Kind::death);
  };
  session_.on_disaster = [this](const std::string& why) { fail(Error("ENGINE_FAILED", "libxenlight: " + why)); };
  add_queries();
  add_commands();
  add_device_commands();
}

int Vm::run() {
  check_domain();
  if (!channels_.empty()) require_guest_ends();
  if (config_.restore) {
    restore_ = std::make_unique<SaveReader>(*config_.restore, config_.overlays.size());
    restore_->unpack(config_.overlays);
    follow_restore();
  }
  const Then start = [this] {
    incoming_.reset();
    if (config_.paused) {
      state_ = State::paused;
      return serve_clients();
    }
    unpause([this] {
      state_ = State::running;
      serve_clients();
    });
  };
  if (config_.incoming) receive(start);
  else create(start);
  session_.run();
  if (failure_) throw *failure_;
  return status_;
}

void Vm::serve_clients() {
  for (const std::string& path : config_.control) server_.listen(stream::listen_unix(path, kBacklog));
  server_.serve_owner(Fd(STDIN_FILENO), Fd(STDOUT_FILENO), [this] {
    if (!config_.detached) finish(0);
  });
}

void Vm::check_domain() {
  const xen::JsonObjectOf taken(config_type_, session_.ctx(), domain_json_);
  const JsonValue given = JsonValue::parse(domain_json_);
  const auto unknown = unknown_member(given, JsonValue::parse(taken.json()));
  if (unknown) throw Error("OPTION_INVALID", "libxl." + *unknown + " is nothing that libxenlight " + session_.libxl().version().release() + " knows");
  require_scripts(given);
  require_affinity(session_, given);
  require_all_pci(session_, given);
}

void Vm::create(Then then) {
  domain_config_ = std::make_unique<xen::JsonObjectOf>(config_type_, session_.ctx(), domain_json_);
  creation_ = session_.start(
      "create the domain", [this](xen::abi::Ao ao) { return make_domain(ao); },
      [this, then = std::move(then)](const xen::CallError* failure) {
        domain_config_.reset();
        restore_.reset();
        if (failure != nullptr && state_ == State::finishing) return end();
        if (failure != nullptr) return fail(*failure);
        domid_ = made_;
        if (state_ == State::finishing) return end();
        created(then);
      });
}

int Vm::make_domain(xen::abi::Ao ao) {
  const xen::Libxl& libxl = session_.libxl();
  if (!restore_ && !incoming_) return libxl.domain_create_new(session_.ctx(), domain_config_->get(), &made_, ao, nullptr);
  // The second format of the stream is that of Xen since 4.6.
  const xen::JsonType type(libxl.library(), "domain_restore_params");
  const xen::JsonObjectOf params(type, session_.ctx(), R"({"stream_version":2})");
  const int stream = incoming_ ? incoming_->fd() : restore_->stream();
  return libxl.domain_create_restore(session_.ctx(), domain_config_->get(), &made_, stream, -1, params.get(), ao, nullptr);
}

void Vm::created(Then then) {
  try {
    watch_domain();
    pin_cpus(session_, domid_, pinned_);
    char* terminal = nullptr;
    session_.now("find the console", [&] {
      return session_.libxl().primary_console_get_tty(session_.ctx(), domid_, &terminal);
    });
    const std::unique_ptr<char, decltype(&std::free)> owned(terminal, &std::free);
    console_.open(terminal);
    for (const auto& channel : channels_) channel->open(domid_);
    model_.watch(domid_, [this] { model_died(); });
    if (network_) network_->attach("vif" + std::to_string(domid_) + ".0");
  } catch (const Error& error) {
    return fail(error);
  }
  then();
}

void Vm::unpause(Then then) {
  session_.start(
      "start the domain", [this](xen::abi::Ao ao) { return session_.libxl().domain_unpause(session_.ctx(), domid_, ao); },
      [this, then = std::move(then)](const xen::CallError* failure) {
        if (failure != nullptr) fail(*failure);
        else then();
      });
}

void Vm::destroy(Then then) {
  session_.unwatch();
  model_.forget();
  for (const auto& channel : channels_) channel->close();
  cancel_dump("the VM's domain is gone");
  if (domid_ == 0) return then();
  session_.start(
      "destroy the domain", [this](xen::abi::Ao ao) { return session_.libxl().domain_destroy(session_.ctx(), domid_, ao); },
      [this, then = std::move(then)](const xen::CallError* failure) {
        if (failure != nullptr && failure->rc() != xen::abi::kErrorDomainNotFound) return fail(*failure);
        domid_ = 0;
        console_.close();
        if (network_) network_->detach();
        then();
      });
}

void Vm::restart(bool by_guest) {
  state_ = State::restarting;
  const auto running = [this, by_guest] {
    if (state_ == State::finishing) return end();
    state_ = State::running;
    server_.event("RESET", shutdown_data(by_guest, by_guest ? "guest-reset" : "host-qmp-system-reset", ""));
  };
  remember([this, running] {
    destroy([this, running] {
      if (state_ == State::finishing) return end();
      create([this, running] { unpause(running); });
    });
  });
}

void Vm::remember(Then then) {
  const auto config = std::make_shared<xen::JsonObjectOf>(config_type_, session_.ctx());
  session_.start(
      "read the domain's configuration",
      [this, config](xen::abi::Ao ao) {
        return session_.libxl().retrieve_domain_configuration(session_.ctx(), domid_, config->get(), ao);
      },
      [this, config, then = std::move(then)](const xen::CallError* failure) {
        if (failure != nullptr) return fail(*failure);
        domain_json_ = config->json();
        then();
      });
}

void Vm::on_domain(bool death) {
  if (state_ != State::running && state_ != State::paused && state_ != State::creating) return;
  // Somebody else destroyed it.
  if (death && state_ == State::creating)
    return fail(Error("ENGINE_FAILED", "another program destroyed the domain while it was being started"));
  if (death) return on_shutdown("host-qmp-quit", false, "");
  std::string reason;
  try {
    reason = text(JsonValue::parse(domain_info(session_, domid_)), "shutdown_reason");
  } catch (const Error&) {
    return;  // it is gone already, and its death is told next
  }
  if (saving_ && reason == "suspend") return;
  console_.settle([this, reason] { stopped(reason); });
}

void Vm::model_died() {
  const auto tell = [this, domid = domid_] {
    if (domid_ == domid) on_shutdown("host-error", false, "the device model of the domain died");
  };
  const bool still = state_ == State::paused || dump_;
  try {
    const JsonValue info = JsonValue::parse(domain_info(session_, domid_));
    const JsonValue* paused = member(info, "paused");
    if (paused == nullptr || paused->boolean() == nullptr || !*paused->boolean()) return tell();
  } catch (const Error&) {
    return;  // it is gone already, and its death is told next
  }
  // So that clients wait for the end, too. What is told last is what counts.
  if (!still) server_.event("SHUTDOWN", shutdown_data(false, "host-qmp-quit", ""));
  loop_.add_timer(still ? kMaybeDestroyedWithin : kDestroyedWithin, tell);
}

// `reason`: libxl_shutdown_reason, or empty when the hypervisor does not know it.
void Vm::stopped(const std::string& reason) {
  if (state_ == State::finishing || state_ == State::restarting) return;
  if (reason == "poweroff") return act(config_.on_poweroff, "guest-shutdown", false, "");
  if (reason == "reboot" || reason == "soft_reset") return act(config_.on_reboot, "guest-reset", false, "");
  if (config_.core_dumps && state_ != State::creating) return dump_crashed(*config_.core_dumps);
  act(config_.on_crash, "guest-panic", true, "");
}

void Vm::act(Action action, const char* reason, bool panic, const std::string& detail) {
  if (panic && action == Action::destroy) server_.event("GUEST_PANICKED", R"({"action":"shutdown"})");
  if (action == Action::restart && state_ != State::creating) return restart(true);
  if (action == Action::preserve && state_ != State::creating) {
    state_ = State::preserved;
    return server_.event("X_XEN_PRESERVED", shutdown_data(true, reason, detail));
  }
  on_shutdown(reason, true, detail);
}

void Vm::on_shutdown(const char* reason, bool guest, const std::string& detail) {
  if (state_ == State::finishing) return;
  server_.event("SHUTDOWN", shutdown_data(guest, reason, detail));
  finish(0);
}

void Vm::finish(int status) {
  if (state_ == State::finishing) return;
  const State before = std::exchange(state_, State::finishing);
  status_ = status;
  if (before != State::restarting) return end();
  // What is under way goes on to end() when it is done; making a domain can be cut short.
  session_.abort(creation_);
}

void Vm::end() {
  destroy([this] {
    guard_.dismiss();
    loop_.stop();
  });
}

// What is left of the domain is the guard's to remove.
void Vm::fail(const Error& error) {
  failure_ = error;
  loop_.stop();
}

}  // namespace vmwright::toolstack
