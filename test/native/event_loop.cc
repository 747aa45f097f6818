#include "base/event_loop.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "base/error.h"
#include "base/event_fd.h"
#include "check.h"
#include "driver.h"

using namespace vmwright;
using namespace std::chrono_literals;

namespace {

void an_event_reaches_its_handler() {
  EventLoop loop;
  const EventFd event;
  std::uint32_t seen = 0;
  loop.add(event.get(), EPOLLIN, [&](std::uint32_t events) {
    seen = events;
    CHECK(event.drain());
    CHECK(loop.on_loop_thread());
    loop.stop();
  });
  CHECK_THROWS(Error, loop.add(event.get(), EPOLLIN, [](std::uint32_t) {}));
  event.notify();
  loop.run();
  CHECK(seen == EPOLLIN);
  CHECK(!event.drain());
  CHECK(!loop.on_loop_thread());
}

// Both are ready in the same turn; the first that runs takes the other out, and its number is used anew.
void a_removed_handler_is_not_called() {
  EventLoop loop;
  EventFd first;
  EventFd second;
  EventFd again;
  int calls = 0;
  const auto handler = [&](const EventFd& other) {
    return [&](std::uint32_t) {
      calls++;
      loop.remove(other.get());
      dup2(again.get(), other.get());
      loop.add(other.get(), 0, [&](std::uint32_t) { calls += 100; });
      loop.post([&] { loop.stop(); });
    };
  };
  loop.add(first.get(), EPOLLIN | EPOLLET, handler(second));
  loop.add(second.get(), EPOLLIN | EPOLLET, handler(first));
  first.notify();
  second.notify();
  loop.run();
  CHECK(calls == 1);
}

void a_handler_may_remove_itself() {
  EventLoop loop;
  const EventFd event;
  const auto canary = std::make_shared<int>(7);
  int calls = 0;
  loop.add(event.get(), EPOLLIN, [&, canary](std::uint32_t) {
    loop.remove(event.get());
    loop.remove(event.get());
    calls += *canary;  // what the handler captured must still be there
    loop.post([&] { loop.stop(); });
  });
  event.notify();
  loop.run();
  CHECK(calls == 7);
  CHECK(canary.use_count() == 1);
}

void modify_changes_what_is_waited_for() {
  EventLoop loop;
  const EventFd event;
  std::uint32_t seen = 0;
  loop.add(event.get(), 0, [&](std::uint32_t events) {
    seen = events;
    loop.stop();
  });
  loop.post([&] { loop.modify(event.get(), EPOLLOUT); });
  loop.run();
  CHECK(seen == EPOLLOUT);
}

void timers_run_in_order_of_time() {
  EventLoop loop;
  std::string order;
  const auto start = std::chrono::steady_clock::now();
  loop.add_timer(20ms, [&] {
    order += 'c';
    CHECK(std::chrono::steady_clock::now() - start >= 20ms);
    loop.stop();
  });
  const std::uint64_t cancelled = loop.add_timer(1ms, [&] { order += 'x'; });
  loop.add_timer(2ms, [&] {
    order += 'a';
    loop.add_timer(-1ms, [&] { order += 'b'; });
    loop.cancel_timer(cancelled);
  });
  CHECK(cancelled != 0);
  loop.cancel_timer(cancelled);
  loop.cancel_timer(12345);
  loop.add_timer(std::chrono::nanoseconds::max(), [&] { order += 'y'; });
  loop.run();
  CHECK(order == "abc");
}

void posts_run_in_order_on_the_loops_thread() {
  std::vector<int> order;
  driver::LoopThread thread;
  for (int i = 0; i < 100; i++) {
    thread.loop().post([&, i] {
      if (thread.loop().on_loop_thread()) order.push_back(i);
    });
  }
  thread.loop().call([] {});
  CHECK(order.size() == 100);
  for (int i = 0; i < 100; i++) CHECK(order[i] == i);
}

void call_gives_back_what_the_task_throws() {
  driver::LoopThread thread;
  CHECK_THROWS(std::out_of_range, thread.loop().call([] { throw std::out_of_range("from the loop"); }));
  bool nested = false;
  thread.loop().call([&] { thread.loop().call([&] { nested = thread.loop().on_loop_thread(); }); });
  CHECK(nested);
}

void call_without_a_thread_runs_here() {
  EventLoop loop;
  int calls = 0;
  loop.call([&] {
    CHECK(loop.on_loop_thread());
    loop.call([&] { calls++; });
  });
  CHECK_THROWS(std::runtime_error, loop.call([] { throw std::runtime_error("here"); }));
  loop.stop();
  loop.run();
  loop.call([&] { calls++; });
  CHECK(calls == 2);
}

// For threads that may not do what the loop's thread may.
void try_call_gives_up_after_the_end() {
  EventLoop loop;
  int calls = 0;
  CHECK(loop.try_call([&] { calls++; }));
  loop.stop();
  loop.run();
  CHECK(!loop.try_call([&] { calls += 10; }));
  CHECK(calls == 1);
  driver::LoopThread thread;
  CHECK(thread.loop().try_call([&] { calls += thread.loop().on_loop_thread() ? 1 : 10; }));
  CHECK(calls == 2);
}

void what_a_handler_throws_ends_the_loop() {
  EventLoop loop;
  loop.post([] { throw std::runtime_error("out of the loop"); });
  CHECK_THROWS(std::runtime_error, loop.run());
  bool ran = false;
  loop.post([&] { ran = true; });
  CHECK(!ran);
}

// Callers that race with the end of a loop are served all the same, by the loop or by themselves, one at a time.
void calls_survive_the_end_of_the_loop() {
  for (int round = 0; round < 50; round++) {
    EventLoop loop;
    std::atomic<int> inside = 0;
    std::atomic<bool> together = false;
    std::atomic<int> calls = 0;
    const auto caller = [&] {
      for (int i = 0; i < 20; i++) {
        loop.call([&] {
          if (inside++ != 0) together = true;
          calls++;
          inside--;
        });
      }
    };
    std::thread runner([&] { loop.run(); });
    std::thread one(caller);
    std::thread two(caller);
    loop.stop();
    runner.join();
    one.join();
    two.join();
    CHECK(calls == 40);
    CHECK(!together);
  }
}

void an_event_fd_counts_as_one() {
  const EventFd event;
  CHECK(!event.drain());
  event.notify();
  event.notify();
  CHECK(event.drain());
  CHECK(!event.drain());
}

}  // namespace

Suite event_loop_suite() {
  return {"event_loop",
          {{"an event reaches its handler", an_event_reaches_its_handler},
           {"a removed handler is not called", a_removed_handler_is_not_called},
           {"a handler may remove itself", a_handler_may_remove_itself},
           {"modify changes what is waited for", modify_changes_what_is_waited_for},
           {"timers run in order of time", timers_run_in_order_of_time},
           {"posts run in order on the loop's thread", posts_run_in_order_on_the_loops_thread},
           {"call gives back what the task throws", call_gives_back_what_the_task_throws},
           {"call without a thread runs here", call_without_a_thread_runs_here},
           {"try_call gives up after the end", try_call_gives_up_after_the_end},
           {"what a handler throws ends the loop", what_a_handler_throws_ends_the_loop},
           {"calls survive the end of the loop", calls_survive_the_end_of_the_loop},
           {"an event fd counts as one", an_event_fd_counts_as_one}}};
}
