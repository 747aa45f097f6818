#include "toolstack/device_model.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "base/error.h"
#include "toolstack/orphan.h"

namespace vmwright::toolstack {
namespace {

// libxenlight's own patience, LIBXL_DEVICE_MODEL_START_TIMEOUT.
constexpr std::chrono::seconds kStartsWithin{60};
// What it writes to its `state` once it serves.
constexpr const char* kRunning = "running";

}  // namespace

DeviceModel::~DeviceModel() {
  waiting_.clear();
  release();
}

std::string DeviceModel::state_path() const { return "/local/domain/0/device-model/" + std::to_string(domid_) + "/state"; }

// By which libxenlight finds it to end it.
std::string DeviceModel::pid_path() const { return "/local/domain/" + std::to_string(domid_) + "/image/device-model-pid"; }

void DeviceModel::watch(xen::abi::Domid domid, std::function<void()> gone) {
  forget();
  domid_ = domid;
  gone_ = std::move(gone);
  const auto pid = store_.read(pid_path());
  if (pid) follow(std::atoi(pid->c_str()));
}

void DeviceModel::follow(int pid) {
  process_ = Fd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!process_ && errno == ESRCH) return loop_.post([this, domid = domid_] { if (domid == domid_) on_end(); });
  if (!process_) throw Error("ENGINE_FAILED", "pidfd_open", errno);
  loop_.add(process_.get(), EPOLLIN, [this](std::uint32_t) { on_end(); });
}

void DeviceModel::start(const ModelProgram& program, Started started) {
  waiting_.push_back(std::move(started));
  if (waiting_.size() > 1) return;
  try {
    launch(program);
  } catch (const Error& error) {
    give_up(error.what());
  }
}

// It waits until xenstore knows it: from then on it ends with the domain, whatever becomes of us.
void DeviceModel::launch(const ModelProgram& program) {
  int pair[2];
  check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), "socketpair");
  channel_ = Fd(pair[0]);
  const Fd theirs(pair[1]);
  toolstack::start({.arguments = device_model_words(program, domid_), .input = theirs.get(), .output = theirs.get(), .kept = {}});
  loop_.add(channel_.get(), EPOLLIN, [this](std::uint32_t) { on_pid(); });
  timer_ = loop_.add_timer(kStartsWithin, [this] { give_up("the device model did not start within 60 s"); });
}

void DeviceModel::on_pid() {
  int pid = 0;
  if (recv(channel_.get(), &pid, sizeof pid, 0) != sizeof pid) return give_up("the device model cannot be started");
  try {
    record(pid);
  } catch (const Error& error) {
    give_up(error.what());
  }
}

void DeviceModel::record(int pid) {
  follow(pid);
  store_.write(pid_path(), std::to_string(pid));
  store_.watch(state_path(), [this] { on_state(); });
  if (send(channel_.get(), &kModelMayRun, 1, MSG_NOSIGNAL) != 1) throw Error("ENGINE_FAILED", "send to the device model", errno);
  loop_.remove(channel_.get());
  channel_.reset();
}

void DeviceModel::on_state() {
  if (!starting() || store_.read(state_path()) != kRunning) return;
  loop_.cancel_timer(std::exchange(timer_, 0));
  store_.unwatch(state_path());
  settle(std::nullopt);
}

void DeviceModel::on_end() {
  if (starting()) return give_up("the device model ended at once; its log is in /var/log/xen");
  const auto call = gone_;  // release() takes the handler away that it is in
  release();
  call();
}

// The domain goes on without one.
void DeviceModel::give_up(const std::string& why) {
  const bool known = static_cast<bool>(process_);
  if (known) syscall(SYS_pidfd_send_signal, process_.get(), SIGKILL, nullptr, 0);
  release();
  try {
    if (known) store_.remove(pid_path());
  } catch (const Error&) {
    // The number is another process's one day, but a store that does not answer is the end of the VM anyway.
  }
  settle(why);
}

void DeviceModel::forget() {
  release();
  settle("the VM's domain is gone");
}

void DeviceModel::release() {
  if (process_) loop_.remove(process_.get());
  if (channel_) loop_.remove(channel_.get());
  process_.reset();
  channel_.reset();
  if (timer_ == 0) return;
  loop_.cancel_timer(std::exchange(timer_, 0));
  try {
    store_.unwatch(state_path());
  } catch (const Error&) {
    // A store that does not answer tells of nothing either.
  }
}

void DeviceModel::settle(const std::optional<std::string>& failure) {
  for (const Started& started : std::exchange(waiting_, {})) started(failure);
}

}  // namespace vmwright::toolstack
