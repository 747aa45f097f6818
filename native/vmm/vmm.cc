#include "vmm/vmm.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "kvm/stream/unix_socket.h"
#include "vmm/filters.h"
#include "vmm/stats.h"
#include "vmm/version.h"

namespace vmwright::vmm {
namespace {

// What is in flight to the disks gets this long when the VM ends.
constexpr std::chrono::seconds kLastWrites{2};

constexpr int kBacklog = 8;

boot::BootSource open_boot(const Config& config) {
  boot::BootSource source = {
      .kernel = boot::Kernel(boot::File::open(config.kernel, "kernel")),
      .initrd = std::nullopt,
      .command_line = config.command_line,
  };
  if (config.initrd) source.initrd = boot::File::open(*config.initrd, "initrd");
  return source;
}

MachineConfig machine_config(const Config& config) {
  return {.memory = config.memory, .cpus = config.cpus, .transport = config.transport, .boot = open_boot(config)};
}

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

std::string port_data(std::size_t agent, bool open) {
  JsonWriter json;
  json.begin_object();
  json.key("id");
  json.string("agent" + std::to_string(agent));
  json.key("open");
  json.boolean(open);
  json.end_object();
  return json.text();
}

std::string fault_data(std::size_t disk, const virtio::BlockFault& fault) {
  JsonWriter json;
  json.begin_object();
  json.key("device");
  json.string("vd" + std::to_string(disk));
  json.key("reason");
  json.string(errno_name(fault.errnum));
  json.key("nospace");
  json.boolean(fault.errnum == ENOSPC);
  json.key("action");
  json.string("report");
  json.end_object();
  return json.text();
}

}  // namespace

Vmm::Vmm(Config config, jail::Jail* jail, std::int64_t started_ns)
    : config_(std::move(config)),
      jail_(jail),
      started_ns_(started_ns),
      statm_(check(open("/proc/self/statm", O_RDONLY | O_CLOEXEC), "open /proc/self/statm")),
      server_(loop_, kVersion),
      agents_(loop_, config_.agents.size(),
              [this](std::size_t agent, bool open) { server_.event("VSERPORT_CHANGE", port_data(agent, open)); }),
      devices_(loop_, config_, device_callbacks()),
      serial_(loop_, devices_.console()),
      machine_(System::open("/dev/kvm"), loop_, machine_config(config_), machine_callbacks()) {
  for (virtio::Device* device : devices_.all()) machine_.attach(*device);
  if (config_.console.port == Console::Port::ttyS0) serial_.read_into(machine_.serial());
  add_queries();
  add_commands();
  serve_clients();
}

Devices::Callbacks Vmm::device_callbacks() {
  return {
      .agent = [this](std::size_t agent, bool open) { agents_.changed(agent, open); },
      .disk =
          [this](std::size_t disk, const virtio::BlockFault& fault) {
            loop_.post([this, disk, fault] { server_.event("BLOCK_IO_ERROR", fault_data(disk, fault)); });
          },
      .thread_started =
          [this] {
            if (jail_ != nullptr) device_filter().install();
          },
  };
}

Machine::Callbacks Vmm::machine_callbacks() {
  return {
      .event = [this](const MachineEvent& event) { on_machine(event); },
      .serial = serial_.callbacks(),
      .vcpu_thread_started =
          [this] {
            if (jail_ != nullptr) vcpu_filter().install();
          },
  };
}

void Vmm::serve_clients() {
  for (const std::string& path : config_.control) server_.listen(stream::listen_unix(path, kBacklog));
  server_.serve_owner(Fd(STDIN_FILENO), Fd(STDOUT_FILENO), [this] {
    if (!config_.detached) finish(0);
  });
}

void Vmm::enter_jail() {
  std::vector<std::string> folders;
  if (config_.vsock) folders.push_back(*config_.vsock);
  if (jail_ != nullptr) jail_->enter(folders);
  if (!config_.vsock) return;
  const bool moved = jail_ != nullptr && jail_->report().empty_root;
  check(chdir(moved ? "/0" : config_.vsock->c_str()), "chdir to the folder of vsock");
}

int Vmm::run() {
  enter_jail();
  devices_.start_threads();
  machine_.start();
  if (jail_ != nullptr) main_filter().install();
  loop_.run();
  return status_;
}

void Vmm::add_queries() {
  server_.add_query("query-status", [this](JsonObject&) { return status(); });
  server_.add_query("query-blockstats", [this](JsonObject&) { return block_stats(devices_); });
  server_.add_query("query-balloon", [this](JsonObject&) {
    return balloon_size(config_.memory - devices_.balloon().stats().actual_bytes);
  });
  server_.add_query("balloon", [this](JsonObject& arguments) {
    const std::uint64_t size = arguments.number("value", 1, config_.memory);
    devices_.balloon().set_target(config_.memory - size);
    return std::string("{}");
  });
  server_.add_query("x-vmwright-stats", [this](JsonObject&) { return stats(); });
}

void Vmm::add_commands() {
  server_.add("stop", [this](JsonObject&, qmp::Server::Reply reply) {
    machine_.pause([this, reply = std::move(reply)] {
      if (!std::exchange(paused_, true)) server_.event("STOP", "{}");
      reply("{}");
    });
  });
  server_.add("cont", [this](JsonObject&, qmp::Server::Reply reply) {
    machine_.resume([this, reply = std::move(reply)] {
      if (std::exchange(paused_, false)) server_.event("RESUME", "{}");
      reply("{}");
    });
  });
  server_.add("system_reset", [this](JsonObject&, qmp::Server::Reply reply) {
    machine_.reset([this, reply = std::move(reply)] {
      server_.event("RESET", shutdown_data(false, "host-qmp-system-reset", ""));
      reply("{}");
    });
  });
  server_.add_query("system_powerdown", [this](JsonObject&) {
    machine_.press_power_button();
    return std::string("{}");
  });
  server_.add("quit", [this](JsonObject&, const qmp::Server::Reply& reply) {
    reply("{}");
    on_shutdown("host-qmp-quit", false, "", 0);
  });
}

void Vmm::on_machine(const MachineEvent& event) {
  switch (event.kind) {
    case MachineEventKind::power_off: return on_shutdown("guest-shutdown", true, event.detail, 0);
    case MachineEventKind::triple_fault: return on_shutdown("guest-triple-fault", true, event.detail, 0);
    case MachineEventKind::internal_error: return on_shutdown("host-error", false, event.detail, 1);
    case MachineEventKind::panicked:
      server_.event("GUEST_PANICKED", R"({"action":"shutdown"})");
      return on_shutdown("guest-panic", true, event.detail, 0);
    case MachineEventKind::reset:
      return machine_.reset([this, detail = event.detail] { server_.event("RESET", shutdown_data(true, "guest-reset", detail)); });
  }
}

void Vmm::on_shutdown(const char* reason, bool guest, const std::string& detail, int status) {
  if (finishing_) return;
  server_.event("SHUTDOWN", shutdown_data(guest, reason, detail));
  finish(status);
}

void Vmm::finish(int status) {
  if (std::exchange(finishing_, true)) return;
  status_ = status;
  loop_.add_timer(kLastWrites, [this] { loop_.stop(); });
  machine_.pause([this] { loop_.stop(); });
}

std::string Vmm::status() const {
  JsonWriter json;
  json.begin_object();
  json.key("running");
  json.boolean(!paused_ && !finishing_);
  json.key("status");
  json.string(finishing_ ? "shutdown" : paused_ ? "paused" : "running");
  json.end_object();
  return json.text();
}

std::string Vmm::stats() {
  return process_stats({machine_, devices_, jail_ == nullptr ? nullptr : &jail_->report(), statm_.get(), started_ns_});
}

}  // namespace vmwright::vmm
