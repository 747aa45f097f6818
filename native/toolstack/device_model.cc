#include "toolstack/device_model.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace vmwright::toolstack {
namespace {

// xen/include/public/io/xs_wire.h
struct StoreHeader {
  std::uint32_t type;
  std::uint32_t request;
  std::uint32_t transaction;
  std::uint32_t length;
};
constexpr std::uint32_t kRead = 2;
constexpr std::uint32_t kError = 16;
constexpr std::uint32_t kMaxPayload = 4096;
constexpr const char* kStoreSocket = "/run/xenstored/socket";
// xenstored answers at once; one that hangs must not take us along.
constexpr timeval kPatience = {.tv_sec = 10, .tv_usec = 0};

Fd connect_store() {
  Fd fd(check(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  check(setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience), "SO_RCVTIMEO");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, kStoreSocket);
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
    throw Error("ENGINE_FAILED", "connect to xenstored", errno);
  return fd;
}

void receive(const Fd& fd, void* to, std::size_t length) {
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

std::optional<std::string> read_store(const std::string& path) {
  const Fd fd = connect_store();
  const StoreHeader request = {kRead, 0, 0, static_cast<std::uint32_t>(path.size() + 1)};
  std::string message(reinterpret_cast<const char*>(&request), sizeof request);
  message.append(path.c_str(), path.size() + 1);
  const ssize_t sent = send(fd.get(), message.data(), message.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(message.size())) throw Error("ENGINE_FAILED", "request to xenstored", sent < 0 ? errno : EPIPE);
  StoreHeader answer{};
  receive(fd, &answer, sizeof answer);
  if (answer.length > kMaxPayload) throw Error("ENGINE_FAILED", "the answer of xenstored is too long");
  std::string payload(answer.length, '\0');
  receive(fd, payload.data(), payload.size());
  if (answer.type == kError && std::strcmp(payload.c_str(), "ENOENT") == 0) return std::nullopt;
  if (answer.type != kRead) throw Error("ENGINE_FAILED", "xenstored refuses to read " + path + ": " + payload);
  return payload;
}

void DeviceModel::watch(xen::abi::Domid domid, std::function<void()> gone) {
  forget();
  const auto pid = read_store("/local/domain/" + std::to_string(domid) + "/image/device-model-pid");
  if (!pid) return;
  process_ = Fd(static_cast<int>(syscall(SYS_pidfd_open, std::atoi(pid->c_str()), 0)));
  if (!process_ && errno == ESRCH) return loop_.post(std::move(gone));
  if (!process_) throw Error("ENGINE_FAILED", "pidfd_open", errno);
  loop_.add(process_.get(), EPOLLIN, [this, gone = std::move(gone)](std::uint32_t) {
    const auto call = gone;  // forget() takes the handler away that it is in
    forget();
    call();
  });
}

void DeviceModel::forget() {
  if (!process_) return;
  loop_.remove(process_.get());
  process_.reset();
}

}  // namespace vmwright::toolstack
