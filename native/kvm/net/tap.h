// A tap interface of the host: frames go straight between it and guest memory. Linux, Documentation/networking/tuntap.
#pragma once

#include <string>
#include <vector>

#include "base/fd.h"
#include "kvm/net/backend.h"

namespace vmwright::net {

// The interface `name`, made when there is none; needs CAP_NET_ADMIN or to be its owner. Throws Error{KVM_ERROR}.
Fd open_tap(const std::string& name);

class Tap final : public Backend {
 public:
  // From open_tap() or of the same kind: IFF_TAP, IFF_NO_PI, IFF_VNET_HDR. Throws Error{KVM_ERROR} for another one.
  explicit Tap(Fd fd);

  std::uint64_t features() const noexcept override;
  void use(std::uint64_t features) override;
  int fd() const noexcept override { return fd_.get(); }
  void on_event(std::uint32_t epoll_events) override;
  Link link() const noexcept override { return link_; }
  Sent send(std::span<const iovec> frame) override;
  Received receive(std::span<const iovec> buffers) override;
  void drop() noexcept override { waiting_.clear(); }

 private:
  Received give_waiting(std::span<const iovec> buffers);
  void failed(int errnum) noexcept;

  Fd fd_;
  Link link_ = Link::up;
  std::vector<iovec> pieces_;
  std::vector<std::byte> overflow_;  // behind the caller's buffers, so that no frame is cut off unseen
  std::vector<std::byte> waiting_;   // a frame that did not fit
};

}  // namespace vmwright::net
