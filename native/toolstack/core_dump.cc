#include "toolstack/core_dump.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/error.h"
#include "toolstack/orphan.h"

namespace vmwright::toolstack {
namespace {

constexpr const char* kDone = "done\n";
constexpr std::size_t kMaxAnswer = 16 << 10;

struct Pipe {
  Fd reader;
  Fd writer;
};

Pipe make_pipe() {
  int pair[2];
  check(pipe2(pair, O_CLOEXEC), "pipe2");
  return {Fd(pair[0]), Fd(pair[1])};
}

}  // namespace

CoreDump::CoreDump(EventLoop& loop, std::string path) : loop_(loop), file_(std::move(path)) {}

CoreDump::~CoreDump() {
  if (answer_) loop_.remove(answer_.get());
}

void CoreDump::start(xen::abi::Domid domid, Done done) {
  if (cancelled_) return done(cancelled_);
  Pipe life = make_pipe();
  Pipe answer = make_pipe();
  toolstack::start({.arguments = {"--dump-core", std::to_string(domid), std::to_string(file_.fd())},
                    .input = life.reader.get(),
                    .output = answer.writer.get(),
                    .kept = {file_.fd()}});
  done_ = std::move(done);
  life_ = std::move(life.writer);
  answer_ = std::move(answer.reader);
  loop_.add(answer_.get(), EPOLLIN, [this](std::uint32_t) { read_result(); });
}

void CoreDump::cancel(std::string why) {
  if (cancelled_) return;
  cancelled_ = std::move(why);
  life_.reset();
}

void CoreDump::read_result() {
  char buffer[1024];
  const ssize_t count = read(answer_.get(), buffer, sizeof buffer);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) return over();
  if (said_.size() < kMaxAnswer) said_.append(buffer, static_cast<std::size_t>(count));
}

// The process has ended, and with it the last that could write to the file or read the domain.
void CoreDump::over() {
  loop_.remove(answer_.get());
  answer_.reset();
  life_.reset();
  const Done done = std::move(done_);
  done(result());
}

std::optional<std::string> CoreDump::result() {
  if (cancelled_) return cancelled_;
  if (said_.empty()) return "the process that dumps the memory was killed";
  if (said_ != kDone) return said_.substr(0, said_.find('\n'));
  try {
    file_.publish();
  } catch (const Error& error) {
    return error.what();
  }
  return std::nullopt;
}

}  // namespace vmwright::toolstack
