#include "kvm/machine/vcpu_thread.h"

#include <ctime>
#include <exception>
#include <utility>

#include "kvm/machine/kick_signal.h"

namespace vmwright {
namespace {

std::int64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

// What the buses answer. Everything else ends the guest.
struct Access {
  const VcpuShared& shared;
  ExitCounts& exits;

  // String instructions carry several items for the same port.
  bool operator()(const PortOut& out) const {
    exits.count(ExitKind::port_write);
    for (std::size_t at = 0; at < out.data.size(); at += out.size) {
      shared.ports.write(out.port.value, out.data.subspan(at, out.size));
    }
    return true;
  }
  bool operator()(const PortIn& in) const {
    exits.count(ExitKind::port_read);
    for (std::size_t at = 0; at < in.data.size(); at += in.size) {
      shared.ports.read(in.port.value, in.data.subspan(at, in.size));
    }
    return true;
  }
  bool operator()(const MmioWrite& write) const {
    exits.count(ExitKind::memory_write);
    shared.memory.write(write.address, write.data);
    return true;
  }
  bool operator()(const MmioRead& read) const {
    exits.count(ExitKind::memory_read);
    shared.memory.read(read.address, read.data);
    return true;
  }
  bool operator()(const Interrupted&) const {
    exits.count(ExitKind::interrupted);
    return true;
  }
  template <typename T>
  bool operator()(const T&) const {
    exits.count(ExitKind::other);
    return false;
  }
};

}  // namespace

VcpuThread::VcpuThread(Vcpu vcpu, VcpuShared& shared) : vcpu_(std::move(vcpu)), shared_(shared) {}

VcpuThread::~VcpuThread() {
  if (!thread_.joinable()) return;
  command(Command::quit);
  thread_.join();
}

void VcpuThread::start() {
  thread_ = std::thread([this] { body(); });
}

void VcpuThread::park() { command(Command::park); }

void VcpuThread::go_on() { command(Command::run); }

bool VcpuThread::is_parked() const {
  const std::lock_guard lock(mutex_);
  return command_ == Command::park && (parked_ || !thread_.joinable());
}

// Before a run the request makes KVM_RUN come back at once, during one the signal does; between the two is nothing.
void VcpuThread::command(Command command) {
  {
    const std::lock_guard lock(mutex_);
    if (command_ == Command::quit) return;
    command_ = command;
    if (command != Command::run && !parked_) {
      vcpu_.request_exit(true);
      if (thread_.joinable()) kick(thread_.native_handle());
    }
  }
  changed_.notify_one();
}

void VcpuThread::body() {
  try {
    if (shared_.thread_started) shared_.thread_started();
  } catch (const std::exception& error) {
    shared_.event({MachineEventKind::internal_error, error.what()});
  }
  while (await_run()) {
    try {
      run_guest();
      finish_access();
    } catch (const std::exception& error) {
      shared_.event({MachineEventKind::internal_error, error.what()});
    }
  }
}

bool VcpuThread::await_run() {
  std::unique_lock lock(mutex_);
  if (command_ == Command::park) {
    parked_ = true;
    shared_.parked();
    changed_.wait(lock, [this] { return command_ != Command::park; });
    parked_ = false;
  }
  vcpu_.request_exit(false);
  return command_ == Command::run;
}

void VcpuThread::run_guest() {
  std::int64_t never = 0;
  if (shared_.first_entry_ns.load(std::memory_order_relaxed) == never) {
    shared_.first_entry_ns.compare_exchange_strong(never, monotonic_ns());
  }
  while (command_.load(std::memory_order_relaxed) == Command::run) {
    if (vcpu_.run()) {
      handle(decode_exit(vcpu_.state()));
    } else {
      exits_.count(ExitKind::interrupted);
    }
  }
}

// KVM completes an access when it is entered again; one that spans several pieces exits once more for each.
void VcpuThread::finish_access() {
  vcpu_.request_exit(true);
  while (vcpu_.run()) std::visit(Access{shared_, exits_}, decode_exit(vcpu_.state()));
}

void VcpuThread::handle(const Exit& exit) {
  if (std::visit(Access{shared_, exits_}, exit)) return;
  if (std::holds_alternative<Shutdown>(exit)) return shared_.event({MachineEventKind::triple_fault, describe(exit)});
  const std::string code = code_bytes(exit);
  shared_.event({MachineEventKind::internal_error, describe(exit) + (code.empty() ? "" : " at code " + code)});
}

}  // namespace vmwright
