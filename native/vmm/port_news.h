// Passes on what a guest does as often as it likes, but not more often than people can use: the latest state counts.
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "base/event_loop.h"

namespace vmwright::vmm {

// On the loop's thread.
class PortNews {
 public:
  static constexpr std::chrono::milliseconds kPause{20};
  using Tell = std::function<void(std::size_t port, bool open)>;

  // Every port begins closed. The loop outlives this and does not run when this ends.
  PortNews(EventLoop& loop, std::size_t ports, Tell tell) : loop_(loop), tell_(std::move(tell)), ports_(ports) {}

  void changed(std::size_t port, bool open);

 private:
  struct Port {
    bool open = false;
    bool told = false;
    bool resting = false;
  };
  void tell(std::size_t port);

  EventLoop& loop_;
  Tell tell_;
  std::vector<Port> ports_;
};

}  // namespace vmwright::vmm
