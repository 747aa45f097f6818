#include "xen/event_channel_end.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"

namespace vmwright::xen {
namespace {

constexpr const char* kDevice = "/dev/xen/evtchn";

// linux/include/uapi/xen/evtchn.h, which cannot be included where Xen's own headers are not.
struct BindInterdomain {
  unsigned remote_domain;
  unsigned remote_port;
};
struct Notify {
  unsigned port;
};
constexpr unsigned long kBindInterdomain = _IOC(_IOC_NONE, 'E', 1, sizeof(BindInterdomain));
constexpr unsigned long kNotify = _IOC(_IOC_NONE, 'E', 4, sizeof(Notify));

}  // namespace

Fd EventChannel::open_device() {
  Fd device(open(kDevice, O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!device) throw Error("ENGINE_FAILED", "open of /dev/xen/evtchn (kernel module xen-evtchn)", errno);
  return device;
}

EventChannel::EventChannel(abi::Domid domid, std::uint32_t port) : device_(open_device()) {
  BindInterdomain bind = {.remote_domain = domid, .remote_port = port};
  const int local = ioctl(device_.get(), kBindInterdomain, &bind);
  if (local < 0) throw Error("ENGINE_FAILED", "IOCTL_EVTCHN_BIND_INTERDOMAIN", errno);
  port_ = static_cast<std::uint32_t>(local);
}

void EventChannel::take() {
  std::uint32_t port = 0;
  const ssize_t count = read(device_.get(), &port, sizeof port);
  if (count < 0 && errno != EAGAIN && errno != EINTR) throw Error("ENGINE_FAILED", "read of /dev/xen/evtchn", errno);
}

void EventChannel::unmask() {
  const ssize_t count = write(device_.get(), &port_, sizeof port_);
  if (count < 0) throw Error("ENGINE_FAILED", "write to /dev/xen/evtchn", errno);
}

void EventChannel::notify() {
  Notify notify = {.port = port_};
  if (ioctl(device_.get(), kNotify, &notify) < 0) throw Error("ENGINE_FAILED", "IOCTL_EVTCHN_NOTIFY", errno);
}

}  // namespace vmwright::xen
