#include "kvm/net/tap.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "kvm/net/abi.h"
#include "kvm/stream/iovec.h"

namespace vmwright::net {
namespace {

constexpr int kKind = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;

// More than the queue of a tap holds.
constexpr int kStaleFrames = 2048;

struct Offload {
  std::uint64_t feature;
  unsigned flag;
};
constexpr Offload kOffloads[] = {
    {1ULL << VIRTIO_NET_F_GUEST_CSUM, TUN_F_CSUM},
    {1ULL << VIRTIO_NET_F_GUEST_TSO4, TUN_F_TSO4},
    {1ULL << VIRTIO_NET_F_GUEST_TSO6, TUN_F_TSO6},
    {1ULL << VIRTIO_NET_F_GUEST_ECN, TUN_F_TSO_ECN},
};

}  // namespace

Fd open_tap(const std::string& name) {
  ifreq request{};
  if (name.size() >= sizeof request.ifr_name) throw Error("KVM_ERROR", "TUNSETIFF", ENAMETOOLONG);
  std::memcpy(request.ifr_name, name.data(), name.size());
  request.ifr_flags = kKind;
  Fd fd(check(open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC), "open /dev/net/tun"));
  check(ioctl(fd.get(), TUNSETIFF, &request), "TUNSETIFF");
  return fd;
}

Tap::Tap(Fd fd) : fd_(std::move(fd)), overflow_(kHeaderSize + kLargestFrame) {
  ifreq request{};
  check(ioctl(fd_.get(), TUNGETIFF, &request), "TUNGETIFF");
  if ((request.ifr_flags & kKind) != kKind) throw Error("KVM_ERROR", "TUNGETIFF", EINVAL);
  int size = kHeaderSize;
  check(ioctl(fd_.get(), TUNSETVNETHDRSZ, &size), "TUNSETVNETHDRSZ");
  check(fcntl(fd_.get(), F_SETFL, O_RDWR | O_NONBLOCK), "fcntl");
}

std::uint64_t Tap::features() const noexcept {
  std::uint64_t features = 1ULL << VIRTIO_NET_F_CSUM | 1ULL << VIRTIO_NET_F_HOST_TSO4 | 1ULL << VIRTIO_NET_F_HOST_TSO6 |
                           1ULL << VIRTIO_NET_F_HOST_ECN;
  for (const Offload& offload : kOffloads) features |= offload.feature;
  return features;
}

void Tap::use(std::uint64_t features) {
  unsigned flags = 0;
  for (const Offload& offload : kOffloads) {
    if ((features & offload.feature) != 0) flags |= offload.flag;
  }
  // Segments of TCP without its checksum do not exist.
  if ((flags & TUN_F_CSUM) == 0) flags = 0;
  if (ioctl(fd_.get(), TUNSETOFFLOAD, flags) < 0) failed(errno);
  drop();
  // What was queued before may be of a kind that this driver does not know.
  for (int i = 0; i < kStaleFrames && read(fd_.get(), overflow_.data(), overflow_.size()) >= 0; i++) {
  }
}

void Tap::on_event(std::uint32_t epoll_events) {
  if (link_ == Link::gone) return;
  if ((epoll_events & (EPOLLERR | EPOLLHUP)) != 0) {
    link_ = Link::gone;
  } else if ((epoll_events & EPOLLOUT) != 0) {
    link_ = Link::up;
  }
}

void Tap::failed(int errnum) noexcept {
  if (errnum == EIO) {
    link_ = Link::down;  // the interface was set down
  } else if (errnum == EBADFD || errnum == ENODEV) {
    link_ = Link::gone;  // it was removed
  }
}

Sent Tap::send(std::span<const iovec> frame) {
  if (link_ != Link::up) return Sent::refused;
  if (writev(fd_.get(), frame.data(), static_cast<int>(frame.size())) >= 0) return Sent::done;
  if (errno == EAGAIN) return Sent::busy;
  failed(errno);
  return Sent::refused;
}

Received Tap::receive(std::span<const iovec> buffers) {
  if (!waiting_.empty()) return give_waiting(buffers);
  if (link_ == Link::gone) return {Received::What::none, 0};
  pieces_.assign(buffers.begin(), buffers.end());
  pieces_.push_back({overflow_.data(), overflow_.size()});
  const ssize_t count = readv(fd_.get(), pieces_.data(), static_cast<int>(pieces_.size()));
  if (count < 0) {
    if (errno != EAGAIN) failed(errno);
    return {Received::What::none, 0};
  }
  const auto size = static_cast<std::size_t>(count);
  if (size < kHeaderSize + kSmallestFrame) return {Received::What::refused, 0};
  const std::uint64_t room = stream::total_bytes(buffers);
  if (size <= room) return {Received::What::frame, size};
  waiting_.resize(size);
  const std::size_t first = stream::gather(buffers, 0, waiting_);
  std::memcpy(waiting_.data() + first, overflow_.data(), size - first);
  return {Received::What::too_large, size};
}

Received Tap::give_waiting(std::span<const iovec> buffers) {
  const std::size_t size = waiting_.size();
  if (size > stream::total_bytes(buffers)) return {Received::What::too_large, size};
  stream::scatter(buffers, 0, waiting_);
  waiting_.clear();
  return {Received::What::frame, size};
}

}  // namespace vmwright::net
