#include "kvm/stream/unix_socket.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "base/error.h"

namespace vmwright::stream {
namespace {

std::optional<sockaddr_un> address_of(const std::string& path) noexcept {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

Fd new_socket() noexcept { return Fd(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)); }

}  // namespace

Fd listen_unix(const std::string& path, int backlog) {
  const auto address = address_of(path);
  if (!address) throw Error("KVM_ERROR", "bind", ENAMETOOLONG);
  Fd fd = new_socket();
  check(fd.get(), "socket");
  check(bind(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address), "bind");
  check(listen(fd.get(), backlog), "listen");
  return fd;
}

Fd connect_unix(const std::string& path) noexcept {
  const auto address = address_of(path);
  if (!address) {
    errno = ENAMETOOLONG;
    return {};
  }
  Fd fd = new_socket();
  if (!fd) return {};
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) == 0) return fd;
  const int why = errno;
  fd.reset();
  errno = why;
  return {};
}

Fd accept_unix(int listener) noexcept { return Fd(accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)); }

}  // namespace vmwright::stream
