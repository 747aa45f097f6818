#include "toolstack/migration_stream.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "kvm/stream/unix_socket.h"

namespace vmwright::toolstack {
namespace {

// One that an earlier migration left is nobody's any more.
Fd listen_anew(const std::string& path) {
  unlink(path.c_str());
  return stream::listen_unix(path, 1);
}

}  // namespace

MigrationStream::MigrationStream(EventLoop& loop, std::string path)
    : loop_(loop), path_(std::move(path)), listener_(listen_anew(path_)) {}

MigrationStream::~MigrationStream() {
  if (connected_) loop_.remove(listener_.get());
  if (heard_) loop_.remove(stream_.get());
  if (listener_) unlink(path_.c_str());
}

bool MigrationStream::accept() {
  stream_ = stream::accept_unix(listener_.get());
  if (!stream_) return false;
  if (connected_) loop_.remove(listener_.get());
  listener_.reset();
  unlink(path_.c_str());
  return true;
}

void MigrationStream::await_client(std::function<void()> connected) {
  connected_ = std::move(connected);
  loop_.add(listener_.get(), EPOLLIN, [this](std::uint32_t) {
    if (!accept()) return;
    const auto then = std::exchange(connected_, nullptr);
    then();
  });
}

bool MigrationStream::say(char letter) { return send(stream_.get(), &letter, 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1; }

void MigrationStream::hear(std::function<void(char letter)> heard) {
  heard_ = std::move(heard);
  loop_.add(stream_.get(), EPOLLIN, [this](std::uint32_t) { read_letter(); });
}

void MigrationStream::read_letter() {
  char letter = kGone;
  const ssize_t count = recv(stream_.get(), &letter, 1, MSG_DONTWAIT);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  loop_.remove(stream_.get());
  const auto then = std::exchange(heard_, nullptr);
  then(count == 1 ? letter : kGone);
}

void MigrationStream::cut() {
  if (stream_) shutdown(stream_.get(), SHUT_RDWR);
}

}  // namespace vmwright::toolstack
