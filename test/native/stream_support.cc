#include "stream_support.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <utility>

#include "kvm/stream/unix_socket.h"

namespace {

constexpr int kPatienceMs = 5000;
constexpr int kMomentMs = 50;

bool poll_for(int fd, short events, int timeout) {
  pollfd ready = {.fd = fd, .events = events, .revents = 0};
  return poll(&ready, 1, timeout) == 1;
}

}  // namespace

Folder::Folder() : path_(std::filesystem::temp_directory_path() / "vmwright-native-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Client::Client(vmwright::Fd fd) : fd_(std::move(fd)) {
  if (!fd_) throw std::runtime_error("no connection: " + std::to_string(errno));
}

Client::Client(const std::string& path) : Client(vmwright::stream::connect_unix(path)) {}

void Client::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    if (!poll_for(fd_.get(), POLLOUT, kPatienceMs)) throw std::runtime_error("the peer does not read");
    bytes.remove_prefix(try_send(bytes));
  }
}

std::size_t Client::try_send(std::string_view bytes) const {
  const ssize_t count = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0 && errno != EAGAIN) throw std::runtime_error("send failed: " + std::to_string(errno));
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

std::string Client::receive(std::size_t size) const {
  std::string result;
  while (result.size() < size) {
    if (!poll_for(fd_.get(), POLLIN, kPatienceMs)) {
      throw std::runtime_error("the peer sent " + std::to_string(result.size()) + " bytes only");
    }
    std::array<char, 65536> buffer;
    const ssize_t count = recv(fd_.get(), buffer.data(), std::min(buffer.size(), size - result.size()), 0);
    if (count <= 0) break;
    result.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return result;
}

bool Client::at_end() const {
  char byte;
  if (!poll_for(fd_.get(), POLLIN, kPatienceMs)) return false;
  return recv(fd_.get(), &byte, 1, MSG_DONTWAIT) <= 0;
}

bool Client::silent() const { return !poll_for(fd_.get(), POLLIN, kMomentMs); }

void Client::shutdown_write() const { shutdown(fd_.get(), SHUT_WR); }

void nap() { std::this_thread::sleep_for(std::chrono::milliseconds(5)); }
