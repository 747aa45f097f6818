// A byte stream between a socket of the host and a guest's /dev/hvcN: a Xen console of its own, of which we are the
// backend. libxenlight would start a device model for it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/event_loop.h"
#include "base/fd.h"
#include "kvm/stream/direct_channel.h"
#include "toolstack/console_ring.h"
#include "toolstack/guest_end.h"
#include "xen/libxl_abi.h"
#include "xen/store.h"

namespace vmwright::toolstack {

class GuestChannel {
 public:
  // `number`: of the console in the guest, from 1 on; 0 is the one for people. Loop and store outlive this. Throws Error when nothing can
  // listen at `socket`.
  GuestChannel(EventLoop& loop, xen::Store& store, std::uint32_t number, const std::string& socket,
               OpenGuestEnd open_end = open_guest_end);
  GuestChannel(const GuestChannel&) = delete;
  GuestChannel& operator=(const GuestChannel&) = delete;
  ~GuestChannel() { close(); }

  // Gives a domain that has not run yet this console, in place of an earlier domain. libxenlight takes it away with the domain. Throws Error.
  void open(xen::abi::Domid domid);
  // Lets go of the domain, which can be gone only then, and of who is connected.
  void close() noexcept;

 private:
  // The two ends joined.
  struct Link {
    Link(const Front& front, std::unique_ptr<GuestEnd> end, stream::Channel& channel);
    // What can be moved by now. Throws Error.
    void move();
    const Front front;
    const std::unique_ptr<GuestEnd> end;
    ConsoleRing ring;
  };

  void announce();
  void on_state();
  std::optional<std::uint32_t> number_at(const std::string& name);
  void connect();
  void disconnect() noexcept;
  void give_up();
  void on_event();
  void move();

  EventLoop& loop_;
  xen::Store& store_;
  const std::uint32_t number_;
  const OpenGuestEnd open_end_;
  const Fd listener_;
  xen::abi::Domid domid_ = 0;  // 0: none
  std::string frontend_;
  std::string backend_;
  std::unique_ptr<stream::DirectChannel> channel_;
  std::unique_ptr<Link> link_;
  bool broken_ = false;  // by the guest, until it connects anew
};

}  // namespace vmwright::toolstack
