#include "addon/vcpu_thread.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"

namespace vmwright {
namespace {

// The signal that ends a KVM_RUN. It stays blocked in the thread; only KVM_RUN lets it in, to return
// EINTR, and it is taken back after that. So there is no handler, and none can be lost between the
// look at stop_wanted_ and the ioctl. A real-time signal that no library is known to use.
int kick_signal() { return SIGRTMIN + 7; }

sigset_t only_kick() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, kick_signal());
  return signals;
}

// The process's signals belong to Node's threads. sigprocmask() changes the calling thread's mask on
// Linux; pthread_sigmask() would need glibc 2.32.
void block_signals() {
  sigset_t blocked;
  sigfillset(&blocked);
  for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT}) sigdelset(&blocked, fault);
  sigprocmask(SIG_BLOCK, &blocked, nullptr);
}

void take_back_kicks() {
  const sigset_t kick = only_kick();
  const timespec no_wait{};
  int taken;
  do {
    taken = sigtimedwait(&kick, nullptr, &no_wait);
  } while (taken > 0 || (taken < 0 && errno == EINTR));
}

}  // namespace

VcpuThread::VcpuThread(Vcpu vcpu, std::function<void()> on_end)
    : vcpu_(std::move(vcpu)), on_end_(std::move(on_end)) {
  sigset_t blocked_in_guest;
  sigfillset(&blocked_in_guest);
  sigdelset(&blocked_in_guest, kick_signal());
  vcpu_.set_signal_mask(blocked_in_guest);
}

VcpuThread::~VcpuThread() {
  {
    const std::lock_guard lock(mutex_);
    quit_wanted_ = true;
    kick();
  }
  changed_.notify_all();
  if (has_thread_) uv_thread_join(&thread_);
}

void VcpuThread::start() {
  ensure_thread();
  {
    const std::lock_guard lock(mutex_);
    running_ = true;
  }
  changed_.notify_all();
}

void VcpuThread::stop() noexcept {
  const std::lock_guard lock(mutex_);
  stop_wanted_ = true;
  kick();
}

void VcpuThread::clear_stop() noexcept {
  const std::lock_guard lock(mutex_);
  stop_wanted_ = false;
}

VcpuThread::End VcpuThread::end() const {
  const std::lock_guard lock(mutex_);
  return end_;
}

std::exception_ptr VcpuThread::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void VcpuThread::ensure_thread() {
  if (has_thread_) return;
  const auto entry = [](void* self) { static_cast<VcpuThread*>(self)->main(); };
  const int result = uv_thread_create(&thread_, entry, this);
  if (result != 0) throw Error("KVM_ERROR", "create the thread of a vCPU", -result);
  has_thread_ = true;
}

void VcpuThread::main() noexcept {
  block_signals();
  {
    const std::lock_guard lock(mutex_);
    thread_id_ = static_cast<int>(syscall(SYS_gettid));
  }
  while (wait_for_start()) run_once();
}

bool VcpuThread::wait_for_start() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return quit_wanted_ || running_; });
  return !quit_wanted_;
}

void VcpuThread::run_once() noexcept {
  try {
    finish(run_until_exit() ? End::exited : End::stopped, nullptr);
  } catch (...) {
    finish(End::failed, std::current_exception());
  }
}

// False when stop() or the destructor ended the run.
bool VcpuThread::run_until_exit() {
  {
    // A stop() of before this run had nobody to kick. The run still has to finish the last access,
    // which may take another exit: then stop_wanted_ is for the run after that.
    const std::lock_guard lock(mutex_);
    vcpu_.request_exit(stop_wanted_);
  }
  for (;;) {
    const bool exited = vcpu_.run();
    vcpu_.request_exit(false);
    if (exited) return true;
    take_back_kicks();
    const std::lock_guard lock(mutex_);
    if (quit_wanted_) return false;
    if (stop_wanted_) {
      stop_wanted_ = false;
      return false;
    }
  }
}

// With the mutex held. A thread that has not come to its first run yet sees the wish itself.
void VcpuThread::kick() noexcept {
  if (running_ && thread_id_ != 0) {
    syscall(SYS_tgkill, getpid(), thread_id_, kick_signal());
  }
}

void VcpuThread::finish(End end, std::exception_ptr failure) noexcept {
  {
    const std::lock_guard lock(mutex_);
    end_ = end;
    failure_ = std::move(failure);
    running_ = false;
  }
  on_end_();
}

}  // namespace vmwright
