// A network without rights or set-up: frames between a domain's interface in dom0 and passt(1).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "base/event_loop.h"
#include "base/fd.h"
#include "kvm/net/passt.h"

namespace vmwright::toolstack {

// What does not fit where it goes is lost, as on any network.
class UserNetwork {
 public:
  // `passt`: the socket where it listens. The loop outlives this. Throws Error.
  UserNetwork(EventLoop& loop, const std::string& passt);
  UserNetwork(const UserNetwork&) = delete;
  UserNetwork& operator=(const UserNetwork&) = delete;
  ~UserNetwork();

  // Takes the interface of a domain, `vif5.0`, in place of that of an earlier one. Throws Error.
  void attach(const std::string& interface);
  void detach();

 private:
  void from_passt();
  void from_guest();

  EventLoop& loop_;
  net::Passt passt_;
  bool passt_watched_ = true;
  Fd interface_;
  std::vector<std::byte> buffer_;
};

}  // namespace vmwright::toolstack
