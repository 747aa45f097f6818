// A counter that wakes whoever waits for its descriptor; also what irqfd and ioeventfd are made of. eventfd(2).
#pragma once

#include "base/fd.h"

namespace vmwright {

class EventFd {
 public:
  EventFd();

  int get() const noexcept { return fd_.get(); }
  // From any thread; never blocks.
  void notify() const noexcept;
  // Takes all notifications; false when there was none.
  bool drain() const noexcept;

 private:
  Fd fd_;
};

}  // namespace vmwright
