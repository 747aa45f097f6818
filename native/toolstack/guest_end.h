// What a guest offers for a console: a page of its memory and an event channel. Tests play the guest.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "xen/libxl_abi.h"

namespace vmwright::toolstack {

class GuestEnd {
 public:
  virtual ~GuestEnd() = default;

  // The guest can write to it at any time.
  virtual void* page() const noexcept = 0;
  // As xen::EventChannel has them.
  virtual int fd() const noexcept = 0;
  virtual void take() = 0;
  virtual void unmask() = 0;
  virtual void notify() = 0;
};

// What the guest said of it.
struct Front {
  std::uint32_t reference;
  std::uint32_t port;
  bool operator==(const Front&) const = default;
};

using OpenGuestEnd = std::function<std::unique_ptr<GuestEnd>(xen::abi::Domid, const Front&)>;

// Throws Error when the guest does not have what it offers.
std::unique_ptr<GuestEnd> open_guest_end(xen::abi::Domid domid, const Front& front);

// Throws Error{ENGINE_UNAVAILABLE}, which says what to do, when the kernel of dom0 cannot open any.
void require_guest_ends();

}  // namespace vmwright::toolstack
