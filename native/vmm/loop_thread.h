// An event loop with a thread of its own.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "base/event_loop.h"

namespace vmwright::vmm {

class LoopThread {
 public:
  // `name`: at most 15 bytes, for people who look at the process. `first` runs first on the thread.
  LoopThread(std::string name, std::function<void()> first);
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;
  // Ends the loop and waits for the thread.
  ~LoopThread();

  EventLoop& loop() noexcept { return loop_; }
  void start();

 private:
  const std::string name_;
  const std::function<void()> first_;
  EventLoop loop_;
  std::thread thread_;
};

}  // namespace vmwright::vmm
