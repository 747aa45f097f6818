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
#include "xen/event_channel_end.h"
#include "xen/granted_page.h"
#include "xen/libxl_abi.h"
#include "xen/store.h"

namespace vmwright::toolstack {

class GuestChannel {
 public:
  // `number`: of the console in the guest, from 1 on; 0 is the one for people. Loop and store outlive this. Throws Error when nothing can
  // listen at `socket`.
  GuestChannel(EventLoop& loop, xen::Store& store, std::uint32_t number, const std::string& socket);
  GuestChannel(const GuestChannel&) = delete;
  GuestChannel& operator=(const GuestChannel&) = delete;
  ~GuestChannel() { close(); }

  // Gives a domain that has not run yet this console, in place of an earlier domain. libxenlight takes it away with the domain. Throws Error.
  void open(xen::abi::Domid domid);
  // Lets go of the domain, which can be gone only then, and of who is connected.
  void close() noexcept;

 private:
  // What the guest said of its end: its page and its port.
  struct Front {
    std::uint32_t reference;
    std::uint32_t port;
    bool operator==(const Front&) const = default;
  };
  // The two ends joined.
  struct Link {
    Link(xen::abi::Domid domid, const Front& front, stream::Channel& channel);
    // What can be moved by now. Throws Error.
    void move();
    const Front front;
    xen::GrantedPage page;
    xen::EventChannel events;
    ConsoleRing ring;
  };

  void announce();
  void on_state();
  std::optional<std::uint32_t> number_at(const std::string& name);
  void connect();
  void disconnect() noexcept;
  void on_event() noexcept;
  void move() noexcept;

  EventLoop& loop_;
  xen::Store& store_;
  const std::uint32_t number_;
  const Fd listener_;
  xen::abi::Domid domid_ = 0;  // 0: none
  std::string frontend_;
  std::string backend_;
  std::unique_ptr<stream::DirectChannel> channel_;
  std::unique_ptr<Link> link_;
};

}  // namespace vmwright::toolstack
