#include "xen/session.h"

#include <poll.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>


namespace vmwright::xen {
namespace {

timeval time_now() {
  timeval now{};
  gettimeofday(&now, nullptr);
  return now;
}

std::string describe(int rc, const std::string& what, const std::string& said) {
  return "cannot " + what + ": " + (said.empty() ? error_name(rc) : said);
}

}  // namespace

CallError::CallError(int rc, const std::string& what) : Error("ENGINE_FAILED", what), rc_(rc) {}

// Lives from start() until libxl has told how the call ended; libxl has its address.
struct Session::Running {
  Session* session;
  Operation number;
  std::string what;
  std::size_t mark;
  Done done;
  abi::AsyncHow how;
};

Session::Session(EventLoop& loop)
    : loop_(loop), hooks_{abi::kAllEvents, &Session::occurred, &Session::failed} {
  if (const int rc = libxl_.ctx_alloc(&ctx_, 0, 0, log_.logger()); rc != 0) {
    throw Error("ENGINE_UNAVAILABLE", describe(rc, "use libxenlight", log_.since(0)));
  }
  libxl_.event_register_callbacks(ctx_, &hooks_, this);
}

Session::~Session() {
  unwatch();
  libxl_.ctx_free(ctx_);
}

Session::Operation Session::start(std::string what, const Start& call, Done done) {
  auto owned = std::make_unique<Running>();
  Running* running = owned.get();
  *running = {this, ++last_, std::move(what), log_.mark(), std::move(done), {}};
  running->how.callback = &Session::completed;
  running->how.u.for_callback = running;
  running_.push_back(std::move(owned));
  const Operation number = running->number;
  try {
    // The callback may come before the call does; it only posts, so `running` is still there.
    if (const int rc = call(&running->how); rc != 0) loop_.post([this, running, rc] { finish(running, rc); });
  } catch (...) {
    running_.pop_back();  // libxl was not called, and what it would have been called with is not to outlive this
    throw;
  }
  return number;
}

void Session::abort(Operation operation) {
  const auto found = std::find_if(running_.begin(), running_.end(), [&](const auto& one) { return one->number == operation; });
  if (found != running_.end()) libxl_.ao_abort(ctx_, &(*found)->how);
}

void Session::now(const std::string& what, const std::function<int()>& call) {
  const std::size_t mark = log_.mark();
  if (const int rc = call(); rc != 0) throw CallError(rc, describe(rc, what, log_.since(mark)));
}

void Session::completed(abi::Ctx, int rc, void* pointer) {
  auto* running = static_cast<Running*>(pointer);
  Session* session = running->session;
  session->loop_.post([session, running, rc] { session->finish(running, rc); });
}

void Session::finish(Running* running, int rc) {
  const auto found = std::find_if(running_.begin(), running_.end(), [&](const auto& one) { return one.get() == running; });
  if (found == running_.end()) return;
  const std::unique_ptr<Running> owned = std::move(*found);
  running_.erase(found);
  if (rc == 0) return owned->done(nullptr);
  const CallError error(rc, describe(rc, owned->what, log_.since(owned->mark)));
  owned->done(&error);
}

void Session::watch(abi::Domid domid) {
  unwatch();
  now("watch the domain", [&] { return libxl_.evenable_domain_death(ctx_, domid, 0, &death_); });
}

void Session::watch_drive(abi::Domid domid, const std::string& vdev) {
  Drive drive{++last_drive_, vdev, nullptr};
  now("watch the drive " + vdev, [&] {
    return libxl_.evenable_disk_eject(ctx_, domid, vdev.c_str(), drive.number, &drive.eject);
  });
  drives_.push_back(drive);
}

void Session::unwatch() {
  for (const Drive& drive : std::exchange(drives_, {})) libxl_.evdisable_disk_eject(ctx_, drive.eject);
  if (death_ != nullptr) libxl_.evdisable_domain_death(ctx_, std::exchange(death_, nullptr));
}

void Session::occurred(void* self, abi::Event* event) {
  auto* session = static_cast<Session*>(self);
  const std::unique_ptr<char, decltype(&std::free)> text(session->libxl_.event_to_json(session->ctx_, event), &std::free);
  session->libxl_.event_free(session->ctx_, event);
  if (!text) return;
  std::optional<DomainEvent> told = parse_domain_event(text.get());
  if (!told) return;
  if (told->kind == DomainEvent::Kind::eject) {
    const auto& drives = session->drives_;
    const auto found = std::find_if(drives.begin(), drives.end(), [&](const Drive& one) { return one.number == told->user; });
    if (found == drives.end()) return;  // it is not watched any more
    told->vdev = found->vdev;
  }
  session->loop_.post([session, told = *told] {
    if (session->on_domain_event) session->on_domain_event(told);
  });
}

void Session::failed(void* self, int, const char* message, int errnum) {
  auto* session = static_cast<Session*>(self);
  const std::string why = std::string(message) + " (" + errno_name(errnum) + ")";
  session->loop_.post([session, why] {
    if (session->on_disaster) session->on_disaster(why);
  });
}

// Room for the descriptors of libxl and, behind them, the one of our loop.
int Session::before_poll(int& timeout_ms) {
  for (;;) {
    int count = static_cast<int>(fds_.size());
    timeout_ms = -1;
    const int rc = libxl_.osevent_beforepoll(ctx_, &count, fds_.data(), &timeout_ms, time_now());
    if (rc == 0) return count;
    if (rc != abi::kErrorBufferFull) throw Error("ENGINE_FAILED", "libxenlight's events: " + error_name(rc));
    fds_.resize(static_cast<std::size_t>(count));
  }
}

void Session::wait(int loop_fd) {
  int timeout_ms = -1;
  const auto count = static_cast<std::size_t>(before_poll(timeout_ms));
  fds_.resize(std::max(fds_.size(), count + 1));
  fds_[count] = {loop_fd, POLLIN, 0};
  const int ready = poll(fds_.data(), count + 1, timeout_ms);
  if (ready < 0 && errno != EINTR) check(ready, "poll");
  if (ready < 0)
    for (pollfd& fd : fds_) fd.revents = 0;
  libxl_.osevent_afterpoll(ctx_, static_cast<int>(count), fds_.data(), time_now());
}

void Session::run() {
  loop_.run([this](int loop_fd) { wait(loop_fd); });
}

}  // namespace vmwright::xen
