#include "vmm/qmp/session.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/error.h"

namespace vmwright::qmp {
namespace {

void make_non_blocking(int fd) {
  const int flags = check(fcntl(fd, F_GETFL), "fcntl");
  check(fcntl(fd, F_SETFL, flags | O_NONBLOCK), "fcntl");
}

// False for what epoll cannot watch, as it never makes anybody wait: regular files, /dev/null. epoll_ctl(2), EPERM.
bool watch(EventLoop& loop, int fd, std::uint32_t events, EventLoop::Handler handler) {
  try {
    loop.add(fd, events, std::move(handler));
    return true;
  } catch (const Error& error) {
    if (error.errnum() != EPERM) throw;
    return false;
  }
}

}  // namespace

Session::Session(EventLoop& loop, Fd input, Fd output, Handlers handlers)
    : loop_(loop), input_(std::move(input)), output_(std::move(output)), handlers_(std::move(handlers)) {
  make_non_blocking(input_.get());
  if (!watch(loop_, input_.get(), EPOLLIN, [this](std::uint32_t events) { on_input(events); }))
    throw Error("ENGINE_FAILED", "standard input must be a pipe or a socket");
  if (!output_) return;
  make_non_blocking(output_.get());
  output_watched_ = watch(loop_, output_.get(), 0, [this](std::uint32_t events) { on_output(events); });
}

Session::~Session() { close(); }

void Session::close() {
  if (std::exchange(closed_, true)) return;
  loop_.remove(input_.get());
  if (output_watched_) loop_.remove(output_.get());
}

void Session::on_input(std::uint32_t events) {
  if (!output_ && (events & EPOLLOUT) != 0) flush();
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
  const bool more = receive();
  take_lines();
  if (more && received_.size() <= kMaxCommand && unsent_.size() <= kMaxOutput) return;
  close();
  handlers_.closed(*this);
}

void Session::on_output(std::uint32_t events) {
  flush();
  // The reader of a pipe has gone. What it still wants to say no longer matters.
  if ((events & EPOLLERR) == 0) return;
  close();
  handlers_.closed(*this);
}

// False at the end of the input.
bool Session::receive() {
  std::array<char, 4096> buffer;
  const ssize_t count = read(input_.get(), buffer.data(), buffer.size());
  if (count > 0) received_.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

void Session::take_lines() {
  std::size_t begin = 0;
  for (std::size_t end; (end = received_.find('\n', begin)) != std::string::npos; begin = end + 1) {
    std::string_view line(received_.data() + begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) handlers_.command(*this, line);
  }
  received_.erase(0, begin);
}

void Session::send(std::string_view line) {
  if (closed_ || unsent_.size() > kMaxOutput) return;
  unsent_.append(line).append("\r\n");
  flush();
}

void Session::flush() {
  while (!unsent_.empty()) {
    const ssize_t count = write(output(), unsent_.data(), unsent_.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    unsent_.erase(0, static_cast<std::size_t>(count));
  }
  watch_output(!unsent_.empty());
}

void Session::watch_output(bool wanted) {
  if (closed_ || wanted == waiting_for_output_) return;
  waiting_for_output_ = wanted;
  if (output_watched_) loop_.modify(output_.get(), wanted ? EPOLLOUT : 0U);
  else if (!output_) loop_.modify(input_.get(), EPOLLIN | (wanted ? EPOLLOUT : 0U));
}

}  // namespace vmwright::qmp
