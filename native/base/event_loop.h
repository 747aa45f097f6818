// One epoll(7) loop, run by one thread. What is registered with a loop is called on its thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace vmwright {

class EventLoop {
 public:
  using Handler = std::function<void(std::uint32_t events)>;
  using Task = std::function<void()>;

  EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  // No thread runs the loop or waits in call() any more.
  ~EventLoop();

  // add, modify, remove: on the loop's thread, or before run(). `events`: EPOLLIN, EPOLLOUT, EPOLLET, …
  // The descriptor stays the caller's, who removes it before closing it. Adding one twice throws Error{EEXIST}.
  void add(int fd, std::uint32_t events, Handler handler);
  void modify(int fd, std::uint32_t events);
  // Also from within a handler, the own one included; that handler is not called again. Nothing happens when `fd` is not
  // registered.
  void remove(int fd);

  // Calls `task` once, after `delay`, on the loop's thread; gives back a number for cancel_timer(), never 0.
  // Same threads as add().
  std::uint64_t add_timer(std::chrono::nanoseconds delay, Task task);
  void cancel_timer(std::uint64_t timer);

  // From any thread: runs `task` on the loop's thread, in order of posting. Kept until run(), dropped when the loop has
  // ended.
  void post(Task task);
  // The same and waits until it was run; on the loop's own thread, or when no thread runs the loop, runs it here and now.
  // What `task` throws is thrown here. The loop's thread must never wait for a thread that may be in here.
  void call(const Task& task);
  // The same for threads that may do less than the loop's, as its filter of system calls is another: once the loop has
  // ended this does nothing and gives back false.
  bool try_call(const Task& task);

  // Until stop(), once in the life of a loop. What a handler throws ends the loop and is thrown here.
  void run();
  // The same for a thread that has more to wait for: `wait` blocks instead of the loop, before every turn. It comes back when
  // its argument, a descriptor for poll(2), is readable, or earlier.
  using Wait = std::function<void(int fd)>;
  void run(const Wait& wait);
  // From any thread, also before run(), which then comes back at once.
  void stop();
  bool on_loop_thread() const noexcept;

 private:
  bool perform(const Task& task, bool after_end);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vmwright
