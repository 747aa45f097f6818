// The process that ends a domain whose keeper was killed: a domain, unlike a process, lives on when nobody wants it any more.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/event_loop.h"
#include "base/fd.h"

namespace vmwright::toolstack {

class Guard {
 public:
  // Starts it, and again when it is killed. It inherits what this process has inherited, among it the lock that says that the
  // VM lives; other programs that are started from now on do not. Throws Error. The loop outlives this.
  Guard(EventLoop& loop, const std::string& uuid);
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard();

  // There is no domain any more, so it can go; nothing else ends it without a look.
  void dismiss();

 private:
  void launch();

  EventLoop& loop_;
  const std::string uuid_;
  const std::vector<int> inherited_;
  Fd channel_;
};

// The guard's own main(): waits on standard input, ends the domain with this UUID if its keeper has gone. Gives back the exit status.
int run_guard(const std::string& uuid);

}  // namespace vmwright::toolstack
