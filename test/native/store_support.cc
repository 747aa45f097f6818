#include "store_support.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include "check.h"
#include "kvm/stream/unix_socket.h"

namespace vmwright {
namespace {

// xen/include/public/io/xs_wire.h
constexpr std::uint32_t kRead = 2;
constexpr std::uint32_t kWatch = 4;
constexpr std::uint32_t kUnwatch = 5;
constexpr std::uint32_t kWrite = 11;
constexpr std::uint32_t kRemove = 13;
constexpr std::uint32_t kWatchEvent = 15;
constexpr std::uint32_t kError = 16;

}  // namespace

FakeStore::FakeStore() : listener_(stream::listen_unix(path_, 1)), thread_([this] { serve(); }) {}

// Its client has gone.
FakeStore::~FakeStore() {
  thread_.join();
  unlink(path_.c_str());
}

void FakeStore::set(const std::string& node, const std::string& value) {
  const std::lock_guard lock(mutex_);
  nodes_[node] = value;
  if (watched_.contains(node)) answer(kWatchEvent, node + '\0' + node + '\0');
}

std::string FakeStore::get(const std::string& node) {
  const std::lock_guard lock(mutex_);
  return nodes_.contains(node) ? nodes_.at(node) : "";
}

void FakeStore::serve() {
  pollfd waiting = {listener_.get(), POLLIN, 0};
  CHECK(poll(&waiting, 1, -1) == 1);
  client_ = stream::accept_unix(listener_.get());
  CHECK(client_ && fcntl(client_.get(), F_SETFL, 0) == 0);
  std::uint32_t header[4];
  while (recv(client_.get(), header, sizeof header, MSG_WAITALL) == sizeof header) {
    std::string payload(header[3], '\0');
    if (!payload.empty()) CHECK(recv(client_.get(), payload.data(), payload.size(), MSG_WAITALL) == static_cast<ssize_t>(payload.size()));
    const std::string node = payload.c_str();
    handle(header[0], node, payload.substr(std::min(payload.size(), node.size() + 1)));
  }
}

void FakeStore::handle(std::uint32_t type, const std::string& node, const std::string& value) {
  const std::lock_guard lock(mutex_);
  const std::string done("OK\0", 3);
  if (type == kRead) return nodes_.contains(node) ? answer(kRead, nodes_.at(node)) : answer(kError, std::string("ENOENT\0", 7));
  if (type == kWrite) nodes_[node] = value;
  if (type == kRemove) nodes_.erase(node);
  if (type == kUnwatch) watched_.erase(node);
  answer(type, done);
  if (type == kWatch && watched_.insert(node).second) answer(kWatchEvent, node + '\0' + node + '\0');
}

void FakeStore::answer(std::uint32_t type, const std::string& payload) {
  const std::uint32_t header[4] = {type, 0, 0, static_cast<std::uint32_t>(payload.size())};
  std::string message(reinterpret_cast<const char*>(header), sizeof header);
  message += payload;
  CHECK(write(client_.get(), message.data(), message.size()) == static_cast<ssize_t>(message.size()));
}

}  // namespace vmwright
