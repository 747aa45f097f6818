#include "toolstack/guard.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "base/error.h"
#include "toolstack/domains.h"
#include "toolstack/orphan.h"
#include "xen/session.h"

namespace vmwright::toolstack {
namespace {

constexpr char kDismissed = 'd';
// A domain that dies can be seen until the last of its pages is given back, which its device model may still hold.
constexpr std::chrono::milliseconds kAgain{50};
constexpr int kMaxLooks = 200;

bool dismissed() {
  char word = 0;
  for (;;) {
    const ssize_t count = read(STDIN_FILENO, &word, 1);
    if (count < 0 && errno == EINTR) continue;
    return count == 1 && word == kDismissed;
  }
}

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};

// Descriptors above standard error that this process was started with, kept from other programs from now on. Our own are
// closed on exec from the beginning.
std::vector<int> keep_inherited() {
  std::vector<int> found;
  const std::unique_ptr<DIR, CloseFolder> folder(opendir("/proc/self/fd"));
  for (const dirent* entry = nullptr; folder && (entry = readdir(folder.get())) != nullptr;) {
    const int fd = std::atoi(entry->d_name);
    const int flags = fcntl(fd, F_GETFD);
    if (fd <= STDERR_FILENO || flags < 0 || (flags & FD_CLOEXEC) != 0) continue;
    fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
    found.push_back(fd);
  }
  return found;
}

// Until the domain is gone.
class Undertaker {
 public:
  explicit Undertaker(std::string uuid) : session_(loop_), uuid_(std::move(uuid)) {}

  int run() {
    look();
    session_.run();
    return status_;
  }

 private:
  void look() {
    const std::optional<xen::abi::Domid> domid = find_domain(session_, uuid_);
    if (!domid || looks_++ >= kMaxLooks) {
      status_ = domid ? 1 : 0;
      return loop_.stop();
    }
    session_.start("destroy the domain", [&](xen::abi::Ao ao) { return session_.libxl().domain_destroy(session_.ctx(), *domid, ao); },
                   [this](const xen::CallError*) { loop_.add_timer(kAgain, [this] { look(); }); });
  }

  EventLoop loop_;
  xen::Session session_;
  const std::string uuid_;
  int looks_ = 0;
  int status_ = 0;
};

}  // namespace

Guard::Guard(EventLoop& loop, const std::string& uuid) : loop_(loop), uuid_(uuid), inherited_(keep_inherited()) { launch(); }

Guard::~Guard() {
  if (channel_) loop_.remove(channel_.get());
}

void Guard::launch() {
  int pair[2];
  check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), "socketpair");
  Fd ours(pair[0]);
  const Fd theirs(pair[1]);
  start({.arguments = {"--guard", uuid_}, .input = theirs.get(), .output = -1, .kept = inherited_});
  channel_ = std::move(ours);
  // It never writes: what comes is its end, and without one this VM must not be.
  loop_.add(channel_.get(), EPOLLIN, [this](std::uint32_t) {
    loop_.remove(channel_.get());
    channel_.reset();
    loop_.add_timer(kAgain, [this] { launch(); });
  });
}

void Guard::dismiss() {
  if (!channel_) return;
  loop_.remove(channel_.get());
  // A guard that is gone already needs no telling.
  (void)send(channel_.get(), &kDismissed, 1, MSG_NOSIGNAL);
  channel_.reset();
}

int run_guard(const std::string& uuid) {
  for (const int signal_number : {SIGHUP, SIGINT, SIGTERM, SIGPIPE}) signal(signal_number, SIG_IGN);
  if (dismissed()) return 0;
  return Undertaker(uuid).run();
}

}  // namespace vmwright::toolstack
