#include "xen/store.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace vmwright::xen {
namespace {

// xen/include/public/io/xs_wire.h
struct Header {
  std::uint32_t type;
  std::uint32_t request;
  std::uint32_t transaction;
  std::uint32_t length;
};
constexpr std::uint32_t kRead = 2;
constexpr std::uint32_t kWatch = 4;
constexpr std::uint32_t kUnwatch = 5;
constexpr std::uint32_t kWrite = 11;
constexpr std::uint32_t kMake = 12;
constexpr std::uint32_t kRemove = 13;
constexpr std::uint32_t kSetPermissions = 14;
constexpr std::uint32_t kWatchEvent = 15;
constexpr std::uint32_t kError = 16;
constexpr std::uint32_t kMaxPayload = 4096;
// xenstored answers at once; one that hangs must not take us along.
constexpr timeval kPatience = {.tv_sec = 10, .tv_usec = 0};

std::string terminated(std::string_view text) { return std::string(text) + '\0'; }

Fd connect_store(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw Error("ENGINE_FAILED", "connect to xenstored", ENAMETOOLONG);
  std::memcpy(address.sun_path, path.data(), path.size());
  Fd fd(check(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  check(setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience), "SO_RCVTIMEO");
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
    throw Error("ENGINE_FAILED", "connect to xenstored", errno);
  return fd;
}

void receive_all(const Fd& fd, void* to, std::size_t length) {
  auto* bytes = static_cast<char*>(to);
  while (length > 0) {
    const ssize_t count = recv(fd.get(), bytes, length, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) throw Error("ENGINE_FAILED", "answer of xenstored", count < 0 ? errno : EPIPE);
    bytes += count;
    length -= static_cast<std::size_t>(count);
  }
}

}  // namespace

Store::Store(EventLoop& loop, const std::string& socket) : loop_(loop), socket_(connect_store(socket)) {
  loop_.add(socket_.get(), EPOLLIN, [this](std::uint32_t) { on_readable(); });
}

Store::~Store() {
  loop_.remove(socket_.get());
  if (timer_ != 0) loop_.cancel_timer(timer_);
}

std::optional<std::string> Store::read(const std::string& path) {
  const Message answer = ask(kRead, terminated(path));
  if (answer.type == kRead) return answer.payload;
  if (std::strcmp(answer.payload.c_str(), "ENOENT") == 0) return std::nullopt;
  throw Error("ENGINE_FAILED", "xenstored refuses to read " + path + ": " + answer.payload.c_str());
}

void Store::write(const std::string& path, const std::string& value) { request(kWrite, "write " + path, terminated(path) + value); }

void Store::remove(const std::string& path) {
  const Message answer = ask(kRemove, terminated(path));
  if (answer.type != kRemove && std::strcmp(answer.payload.c_str(), "ENOENT") != 0)
    throw Error("ENGINE_FAILED", "xenstored refuses to remove " + path + ": " + answer.payload.c_str());
}

void Store::make(const std::string& path, const std::vector<std::string>& permissions) {
  request(kMake, "make " + path, terminated(path));
  std::string list = terminated(path);
  for (const std::string& permission : permissions) list += terminated(permission);
  request(kSetPermissions, "set the permissions of " + path, list);
}

void Store::watch(const std::string& path, Changed changed) {
  watches_[path] = std::move(changed);
  request(kWatch, "watch " + path, terminated(path) + terminated(path));  // the second is the token
}

void Store::unwatch(const std::string& path) {
  if (watches_.erase(path) > 0) request(kUnwatch, "unwatch " + path, terminated(path) + terminated(path));
}

void Store::request(std::uint32_t type, const std::string& what, std::string_view payload) {
  const Message answer = ask(type, payload);
  if (answer.type != type) throw Error("ENGINE_FAILED", "xenstored refuses to " + what + ": " + answer.payload.c_str());
}

Store::Message Store::ask(std::uint32_t type, std::string_view payload) {
  const Header header = {type, 0, 0, static_cast<std::uint32_t>(payload.size())};
  std::string message(reinterpret_cast<const char*>(&header), sizeof header);
  message.append(payload);
  const ssize_t sent = send(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(message.size())) throw Error("ENGINE_FAILED", "request to xenstored", sent < 0 ? errno : EPIPE);
  for (;;) {
    Message answer = receive();
    if (answer.type != kWatchEvent) return answer;
    tell_later(std::move(answer.payload));
  }
}

Store::Message Store::receive() {
  Header header{};
  receive_all(socket_, &header, sizeof header);
  if (header.length > kMaxPayload) throw Error("ENGINE_FAILED", "the answer of xenstored is too long");
  std::string payload(header.length, '\0');
  receive_all(socket_, payload.data(), payload.size());
  return {.type = header.type, .payload = std::move(payload)};
}

void Store::on_readable() {
  Message message = receive();
  if (message.type == kWatchEvent) tell_later(std::move(message.payload));
}

// Not at once: whoever is asking does not expect to be called.
void Store::tell_later(std::string payload) {
  const std::size_t token = payload.find('\0') + 1;
  told_.emplace(payload.c_str() + token);
  if (timer_ == 0) timer_ = loop_.add_timer(std::chrono::nanoseconds{0}, [this] { tell(); });
}

void Store::tell() {
  timer_ = 0;
  std::set<std::string> paths;
  paths.swap(told_);
  for (const std::string& path : paths) {
    const auto watch = watches_.find(path);
    if (watch == watches_.end()) continue;
    const Changed changed = watch->second;  // it may end its watch
    changed();
  }
}

}  // namespace vmwright::xen
