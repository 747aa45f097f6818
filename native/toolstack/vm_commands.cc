// What clients of the control protocol can ask of a VM.
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "toolstack/block_stats.h"
#include "toolstack/domain_commands.h"
#include "toolstack/domains.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {
namespace {

constexpr const char* kDeparting = "the VM is being migrated";

}  // namespace

void Vm::command(std::string what, const xen::Session::Start& call, Then done, qmp::Server::Refuse refuse) {
  session_.start(std::move(what), call, [done = std::move(done), refuse = std::move(refuse)](const xen::CallError* failure) {
    if (failure == nullptr) done();
    else refuse(failure->what());
  });
}

xen::abi::Domid Vm::domain() const {
  if (domid_ == 0) throw qmp::CommandError("the VM restarts and has no domain at the moment");
  return domid_;
}

void Vm::add_queries() {
  server_.add_query("query-status", [this](JsonObject&) { return status(); });
  server_.add_query("query-balloon", [this](JsonObject&) { return domain_balloon(session_, domain()); });
  server_.add_query("x-xen-stats", [this](JsonObject&) { return domain_stats(session_, domain()); });
  server_.add_query("balloon", [this](JsonObject& arguments) {
    set_domain_memory(session_, domain(), arguments.number("value", 1, config_.memory));
    return std::string("{}");
  });
  server_.add_query("x-xen-rename", [this](JsonObject& arguments) {
    if (departure_) throw qmp::CommandError(kDeparting);
    return rename_domain(session_, domain(), arguments.string("name"));
  });
}

void Vm::add_commands() {
  using qmp::Server;
  server_.add_long("stop", [this](JsonObject&, Server::Reply reply, Server::Refuse refuse) {
    if (departure_) throw qmp::CommandError(kDeparting);
    if (state_ != State::running) return reply("{}");
    command("pause the domain", [this, domid = domain()](xen::abi::Ao ao) { return session_.libxl().domain_pause(session_.ctx(), domid, ao); },
            [this, reply = std::move(reply)] {
              if (state_ == State::running) {
                state_ = State::paused;
                server_.event("STOP", "{}");
              }
              reply("{}");
            },
            std::move(refuse));
  });
  server_.add_long("cont", [this](JsonObject&, Server::Reply reply, Server::Refuse refuse) {
    if (state_ != State::paused) return reply("{}");
    command("go on with the domain",
            [this, domid = domain()](xen::abi::Ao ao) { return session_.libxl().domain_unpause(session_.ctx(), domid, ao); },
            [this, reply = std::move(reply)] {
              if (state_ == State::paused) {
                state_ = State::running;
                server_.event("RESUME", "{}");
              }
              reply("{}");
            },
            std::move(refuse));
  });
  server_.add_query("system_reset", [this](JsonObject&) {
    if (departure_) throw qmp::CommandError(kDeparting);
    if (state_ == State::running || state_ == State::paused) restart(false);
    return std::string("{}");
  });
  server_.add_long("system_powerdown", [this](JsonObject&, const Server::Reply& reply, const Server::Refuse& refuse) {
    press_power_button(session_, domain(), reply, refuse);
  });
  server_.add("quit", [this](JsonObject&, const Server::Reply& reply) {
    reply("{}");
    on_shutdown("host-qmp-quit", false, "");
  });
}

void Vm::add_device_commands() {
  using qmp::Server;
  server_.add_long("query-blockstats", [this](JsonObject&, Server::Reply reply, Server::Refuse refuse) {
    const std::set<std::string> names = disk_names();
    query_block_stats(session_, domain(), {names.begin(), names.end()}, std::move(reply), std::move(refuse));
  });
  const auto add = [this](const char* name, void (Vm::*method)(JsonObject&, Server::Reply, Server::Refuse)) {
    server_.add_long(name, [this, method](JsonObject& arguments, Server::Reply reply, Server::Refuse refuse) {
      if (departure_) throw qmp::CommandError(kDeparting);
      (this->*method)(arguments, std::move(reply), std::move(refuse));
    });
  };
  add("x-xen-set-vcpus", &Vm::set_vcpus);
  add("x-xen-core-dump", &Vm::dump_core);
  add("x-xen-save", &Vm::save);
  add("x-xen-migrate", &Vm::migrate);
  add("x-xen-disk-add", &Vm::add_disk);
  add("x-xen-disk-remove", &Vm::remove_disk);
  add("x-xen-nic-add", &Vm::add_nic);
  add("x-xen-nic-remove", &Vm::remove_nic);
  add("x-xen-pci-add", &Vm::add_pci);
  add("x-xen-pci-remove", &Vm::remove_pci);
  server_.add_query("x-xen-save-abort", [this](JsonObject&) {
    abandon_save();
    return std::string("{}");
  });
  server_.add_query("x-xen-migrate-listen", [this](JsonObject& arguments) {
    listen_for_target(arguments);
    return std::string("{}");
  });
  server_.add_long("x-xen-migrate-done", [this](JsonObject& arguments, Server::Reply reply, Server::Refuse refuse) {
    leave(arguments, std::move(reply), std::move(refuse));
  });
  server_.add_query("x-xen-migrate-undo", [this](JsonObject&) {
    undo_migration();
    return std::string("{}");
  });
  server_.add_query("x-xen-core-dump-abort", [this](JsonObject&) {
    cancel_dump("dumping was aborted");
    return std::string("{}");
  });
  server_.add_query("x-xen-disks", [this](JsonObject&) { return disks(); });
  server_.add_query("x-xen-pin-cpus", [this](JsonObject& arguments) {
    pin(arguments);
    return std::string("{}");
  });
  server_.add_query("x-xen-limit-cpus", [this](JsonObject& arguments) {
    limit_cpus(arguments);
    return std::string("{}");
  });
  server_.add_long("x-xen-config", [this](JsonObject&, const Server::Reply& reply, const Server::Refuse& refuse) {
    domain_config(session_, domain(), reply, refuse);
  });
}

std::string Vm::status() const {
  const bool over = state_ == State::finishing;
  JsonWriter json;
  json.begin_object();
  json.key("running");
  json.boolean(state_ == State::running);
  json.key("status");
  json.string(over ? "shutdown" : state_ == State::paused ? "paused" : state_ == State::preserved ? "guest-panicked" : "running");
  json.end_object();
  return json.text();
}

}  // namespace vmwright::toolstack
