// What clients of the control protocol can ask of a VM.
#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "toolstack/block_stats.h"
#include "toolstack/domains.h"
#include "toolstack/vm.h"

namespace vmwright::toolstack {
namespace {

constexpr std::uint64_t kKib = 1024;
// Of one domain; Xen's own limits are smaller.
constexpr std::uint64_t kMaxCpus = 512;
// Xen counts some pages of its own to a domain, such as those of its consoles and its store.
constexpr std::int64_t kOwnPagesKib = 1024;

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
  server_.add_query("query-balloon", [this](JsonObject&) { return balloon(); });
  server_.add_query("x-vmwright-stats", [this](JsonObject&) { return stats(); });
  server_.add_query("x-xen-domain", [this](JsonObject&) { return domain_info(session_, domain()); });
  server_.add_query("balloon", [this](JsonObject& arguments) {
    set_memory(arguments);
    return std::string("{}");
  });
  server_.add_query("x-xen-rename", [this](JsonObject& arguments) {
    const std::string name = arguments.string("name");
    session_.now("rename the domain", [&, domid = domain()] {
      return session_.libxl().domain_rename(session_.ctx(), domid, nullptr, name.c_str());
    });
    return std::string("{}");
  });
}

void Vm::add_commands() {
  using qmp::Server;
  server_.add_long("stop", [this](JsonObject&, Server::Reply reply, Server::Refuse refuse) {
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
    if (state_ == State::running || state_ == State::paused) restart(false);
    return std::string("{}");
  });
  server_.add_long("system_powerdown", [this](JsonObject&, Server::Reply reply, Server::Refuse refuse) {
    power_button(std::move(reply), refuse);
  });
  server_.add("quit", [this](JsonObject&, const Server::Reply& reply) {
    reply("{}");
    on_shutdown("host-qmp-quit", false, "");
  });
}

void Vm::add_device_commands() {
  using qmp::Server;
  server_.add_long("query-blockstats", [this](JsonObject&, Server::Reply reply, Server::Refuse refuse) {
    query_block_stats(session_, domain(), config_.disks, std::move(reply), std::move(refuse));
  });
  const auto add = [this](const char* name, void (Vm::*method)(JsonObject&, Server::Reply, Server::Refuse)) {
    server_.add_long(name, [this, method](JsonObject& arguments, Server::Reply reply, Server::Refuse refuse) {
      (this->*method)(arguments, std::move(reply), std::move(refuse));
    });
  };
  add("x-xen-set-vcpus", &Vm::set_vcpus);
  add("x-xen-core-dump", &Vm::dump_core);
  add("x-xen-save", &Vm::save);
  add("x-xen-disk-add", &Vm::add_disk);
  add("x-xen-disk-remove", &Vm::remove_disk);
  add("x-xen-nic-add", &Vm::add_nic);
  add("x-xen-nic-remove", &Vm::remove_nic);
  server_.add_query("x-xen-save-abort", [this](JsonObject&) {
    session_.abort(save_);
    return std::string("{}");
  });
  server_.add_query("x-xen-disks", [this](JsonObject&) { return disks(); });
  server_.add_query("x-xen-limit-cpus", [this](JsonObject& arguments) {
    limit_cpus(arguments);
    return std::string("{}");
  });
  server_.add_long("x-xen-config", [this](JsonObject&, Server::Reply reply, Server::Refuse refuse) {
    const auto config = std::make_shared<xen::JsonObjectOf>(config_type_, session_.ctx());
    command("read the domain's configuration",
            [&, domid = domain()](xen::abi::Ao ao) {
              return session_.libxl().retrieve_domain_configuration(session_.ctx(), domid, config->get(), ao);
            },
            [config, reply = std::move(reply)] { reply(config->json()); }, std::move(refuse));
  });
}

// A guest that watches the store is asked there, as all Linux guests do; another one by the ACPI power button, if it has one.
void Vm::power_button(qmp::Server::Reply reply, const qmp::Server::Refuse& refuse) {
  const xen::abi::Domid domid = domain();
  session_.start(
      "shut the domain down", [&](xen::abi::Ao ao) { return session_.libxl().domain_shutdown(session_.ctx(), domid, ao); },
      [this, domid, reply, refuse](const xen::CallError* failure) {
        if (failure == nullptr) return reply("{}");
        if (failure->rc() != xen::abi::kErrorNoParavirt) return refuse(failure->what());
        command("press the power button",
                [this, domid](xen::abi::Ao ao) {
                  return session_.libxl().send_trigger(session_.ctx(), domid, xen::abi::kTriggerPower, 0, ao);
                },
                [reply] { reply("{}"); }, refuse);
      });
}

void Vm::set_memory(JsonObject& arguments) {
  const std::uint64_t bytes = arguments.number("value", 1, config_.memory);
  session_.now("change the domain's memory", [&, domid = domain()] {
    return session_.libxl().set_memory_target(session_.ctx(), domid, static_cast<std::int64_t>(bytes / kKib), 0, 1);
  });
}

void Vm::set_vcpus(JsonObject& arguments, qmp::Server::Reply reply, qmp::Server::Refuse refuse) {
  const std::uint64_t count = arguments.number("count", 1, kMaxCpus);
  struct Map {
    std::array<std::uint8_t, kMaxCpus / 8> bytes{};
    xen::abi::Bitmap bitmap{};
  };
  const auto map = std::make_shared<Map>();
  map->bitmap = {static_cast<std::uint32_t>(map->bytes.size()), map->bytes.data()};
  for (std::uint64_t cpu = 0; cpu < count; cpu++) map->bytes.at(cpu / 8) |= static_cast<std::uint8_t>(1U << (cpu % 8));
  command("change the domain's CPUs",
          [&, domid = domain()](xen::abi::Ao ao) {
            return session_.libxl().set_vcpuonline(session_.ctx(), domid, &map->bitmap, ao);
          },
          [map, reply = std::move(reply)] { reply("{}"); }, std::move(refuse));
}

void Vm::limit_cpus(JsonObject& arguments) {
  JsonWriter json;
  json.begin_object();
  for (const char* key : {"weight", "cap"}) {
    if (!arguments.has(key)) continue;
    json.key(key);
    json.integer(static_cast<std::int64_t>(arguments.number(key, 0, UINT16_MAX)));
  }
  json.end_object();
  const xen::JsonType type(session_.libxl().library(), "domain_sched_params");
  const xen::JsonObjectOf params(type, session_.ctx(), json.text());
  session_.now("change the domain's share of the CPUs", [&, domid = domain()] {
    return session_.libxl().domain_sched_params_set(session_.ctx(), domid, params.get());
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

std::string Vm::balloon() {
  const xen::abi::Domid domid = domain();
  const JsonValue info = JsonValue::parse(domain_info(session_, domid));
  const std::int64_t now = number(info, "current_memkb");
  std::uint64_t target = 0;
  session_.now("read the domain's memory", [&] { return session_.libxl().get_memory_target(session_.ctx(), domid, &target); });
  const auto wanted = static_cast<std::int64_t>(target);
  JsonWriter json;
  json.begin_object();
  json.key("actual");
  json.integer((std::abs(now - wanted) <= kOwnPagesKib ? wanted : now) * static_cast<std::int64_t>(kKib));
  json.end_object();
  return json.text();
}

std::string Vm::stats() {
  const xen::abi::Domid domid = domain();
  const JsonValue info = JsonValue::parse(domain_info(session_, domid));
  JsonWriter json;
  json.begin_object();
  json.key("cpuNs");
  json.integer(number(info, "cpu_time"));
  json.key("residentBytes");
  json.integer(number(info, "current_memkb") * static_cast<std::int64_t>(kKib));
  json.key("domid");
  json.integer(domid);
  json.end_object();
  return json.text();
}

}  // namespace vmwright::toolstack
