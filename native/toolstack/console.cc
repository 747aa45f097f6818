#include "toolstack/console.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <span>
#include <utility>

#include "base/error.h"
#include "kvm/stream/unix_socket.h"

namespace vmwright::toolstack {
namespace {

constexpr int kBacklog = 8;
// A pause of this length is the end of what a stopped domain printed; xenconsoled gets no more time than all of them.
constexpr std::chrono::milliseconds kPause{20};
constexpr int kMaxPauses = 25;

stream::ConsoleChannel::Config channel_config(const std::string& socket, const std::string& log) {
  return {.listener = stream::listen_unix(socket, kBacklog),
          .log = Fd(check(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), "open of the console log"))};
}

}  // namespace

Console::Console(EventLoop& loop, const std::string& socket, const std::string& log)
    : loop_(loop), channel_(loop, channel_config(socket, log)) {
  channel_.attach({.readable = [this] { pump(); }, .writable = [] {}, .connected = [](bool) {}});
}

Console::~Console() { close(); }

void Console::open(const std::string& terminal) {
  close();
  Fd fd(::open(terminal.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!fd) throw Error("ENGINE_FAILED", "open of the console " + terminal, errno);
  termios settings{};
  if (tcgetattr(fd.get(), &settings) == 0) {
    cfmakeraw(&settings);
    tcsetattr(fd.get(), TCSANOW, &settings);
  }
  terminal_ = std::move(fd);
  loop_.add(terminal_.get(), EPOLLIN, [this](std::uint32_t events) { on_terminal(events); });
  pump();
}

void Console::close() {
  if (!terminal_) return;
  loop_.remove(terminal_.get());
  terminal_.reset();
  blocked_ = false;
}

void Console::on_terminal(std::uint32_t events) {
  if ((events & EPOLLOUT) != 0 && std::exchange(blocked_, false)) {
    loop_.modify(terminal_.get(), EPOLLIN);
    pump();
  }
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read_terminal();
}

void Console::read_terminal() {
  std::array<std::byte, 16384> buffer;
  while (terminal_) {
    const ssize_t count = ::read(terminal_.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return close();  // xenconsoled has let go of the domain
    const iovec piece = {buffer.data(), static_cast<std::size_t>(count)};
    channel_.write(std::span(&piece, 1));
    output_ += static_cast<std::uint64_t>(count);
  }
}

void Console::pump() {
  while (terminal_ && !blocked_) {
    if (input_begin_ == input_end_) {
      const iovec room = {input_.data(), input_.size()};
      input_begin_ = 0;
      input_end_ = channel_.read(std::span(&room, 1));
      if (input_end_ == 0) return;
    }
    const ssize_t count = ::write(terminal_.get(), input_.data() + input_begin_, input_end_ - input_begin_);
    if (count >= 0) input_begin_ += static_cast<std::size_t>(count);
    else if (errno == EAGAIN) blocked_ = true;
    else if (errno != EINTR) return;
  }
  if (blocked_) loop_.modify(terminal_.get(), EPOLLIN | EPOLLOUT);
}

void Console::settle(std::function<void()> then) { look(output_, 0, then); }

void Console::look(std::uint64_t seen, int turns, const std::function<void()>& then) {
  loop_.add_timer(kPause, [this, seen, turns, then] {
    if (output_ == seen || turns >= kMaxPauses) then();
    else look(output_, turns + 1, then);
  });
}

}  // namespace vmwright::toolstack
