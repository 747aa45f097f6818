#include "base/event_loop.h"

#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/event_fd.h"
#include "base/timer_queue.h"

namespace vmwright {
namespace {

constexpr std::size_t kEventsPerTurn = 32;
constexpr std::uint64_t kWakeToken = 0;
constexpr std::uint64_t kTimerToken = 1;

// A task of call(), told to the caller through State::changed.
struct Call {
  bool done = false;
  std::exception_ptr error;
};

}  // namespace

struct EventLoop::State {
  struct Source {
    int fd;
    std::shared_ptr<Handler> handler;
  };

  Fd epoll;
  EventFd wake;
  TimerQueue timers;
  // Sources by token, not by descriptor: an event that was fetched before its source was removed must not reach a new
  // source with the same descriptor number.
  std::unordered_map<std::uint64_t, Source> sources;
  std::unordered_map<int, std::uint64_t> tokens;
  std::uint64_t next_token = kTimerToken + 1;

  std::atomic<bool> stopping = false;
  // The thread that runs the loop, or that does a call() while none does.
  std::atomic<std::thread::id> owner;

  std::mutex mutex;  // what follows, and every change of `owner`
  std::condition_variable changed;
  std::vector<Task> tasks;
  bool running = false;
  bool ended = false;

  bool owned() const noexcept { return owner.load(std::memory_order_relaxed) == std::this_thread::get_id(); }
  void watch(int fd, std::uint64_t token, std::uint32_t events) const;
  void turn(int timeout_ms);
  void dispatch(const epoll_event& event);
  void run_tasks();
  void run_here(std::unique_lock<std::mutex>& lock, const Task& task, Call& call);
};

void EventLoop::State::watch(int fd, std::uint64_t token, std::uint32_t events) const {
  epoll_event event{.events = events, .data = {.u64 = token}};
  check(epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

void EventLoop::State::turn(int timeout_ms) {
  std::array<epoll_event, kEventsPerTurn> events;
  const int count = epoll_wait(epoll.get(), events.data(), events.size(), timeout_ms);
  if (count < 0 && errno == EINTR) return;
  check(count, "epoll_wait");
  for (int i = 0; i < count && !stopping; i++) dispatch(events[i]);
}

void EventLoop::State::dispatch(const epoll_event& event) {
  if (event.data.u64 == kWakeToken) return run_tasks();
  if (event.data.u64 == kTimerToken) return timers.run_due();
  const auto source = sources.find(event.data.u64);
  if (source == sources.end()) return;  // removed by an earlier handler of this turn
  const std::shared_ptr<Handler> handler = source->second.handler;  // lives on when it removes itself
  (*handler)(event.events);
}

void EventLoop::State::run_tasks() {
  wake.drain();
  std::vector<Task> batch;
  {
    const std::lock_guard lock(mutex);
    batch.swap(tasks);
  }
  for (const Task& task : batch) {
    if (stopping) return;
    task();
  }
}

void EventLoop::State::run_here(std::unique_lock<std::mutex>& lock, const Task& task, Call& call) {
  owner = std::this_thread::get_id();
  lock.unlock();
  try {
    task();
  } catch (...) {
    call.error = std::current_exception();
  }
  lock.lock();
  owner = std::thread::id();
  call.done = true;
  changed.notify_all();
}

EventLoop::EventLoop() : state_(std::make_unique<State>()) {
  state_->epoll = Fd(check(epoll_create1(EPOLL_CLOEXEC), "epoll_create1"));
  state_->watch(state_->wake.get(), kWakeToken, EPOLLIN);
  state_->watch(state_->timers.fd(), kTimerToken, EPOLLIN);
}

EventLoop::~EventLoop() = default;

void EventLoop::add(int fd, std::uint32_t events, Handler handler) {
  const std::uint64_t token = state_->next_token++;
  state_->watch(fd, token, events);
  state_->tokens[fd] = token;
  state_->sources[token] = {fd, std::make_shared<Handler>(std::move(handler))};
}

void EventLoop::modify(int fd, std::uint32_t events) {
  epoll_event event{.events = events, .data = {.u64 = state_->tokens.at(fd)}};
  check(epoll_ctl(state_->epoll.get(), EPOLL_CTL_MOD, fd, &event), "epoll_ctl");
}

void EventLoop::remove(int fd) {
  const auto token = state_->tokens.find(fd);
  if (token == state_->tokens.end()) return;
  // Cannot fail but for a descriptor that was closed before, which the kernel has forgotten then.
  epoll_ctl(state_->epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
  state_->sources.erase(token->second);
  state_->tokens.erase(token);
}

std::uint64_t EventLoop::add_timer(std::chrono::nanoseconds delay, Task task) {
  return state_->timers.add(delay, std::move(task));
}

void EventLoop::cancel_timer(std::uint64_t timer) { state_->timers.cancel(timer); }

void EventLoop::post(Task task) {
  const std::lock_guard lock(state_->mutex);
  if (state_->ended) return;
  state_->tasks.push_back(std::move(task));
  if (state_->tasks.size() == 1) state_->wake.notify();
}

void EventLoop::call(const Task& task) { perform(task, true); }

bool EventLoop::try_call(const Task& task) { return perform(task, false); }

bool EventLoop::perform(const Task& task, bool after_end) {
  State& state = *state_;
  if (state.owned()) {
    task();
    return true;
  }
  const auto call = std::make_shared<Call>();
  std::unique_lock lock(state.mutex);
  bool queued = false;
  while (!call->done) {
    if (state.ended && !after_end) return false;
    if (state.owner.load() == std::thread::id()) {
      state.run_here(lock, task, *call);  // also when the loop ended with the task in its queue
    } else if (state.running && !queued) {
      queued = true;
      // `task` outlives its run: this thread waits, and a task that is never run is dropped unused.
      state.tasks.push_back([&state, &task, call] {
        try {
          task();
        } catch (...) {
          call->error = std::current_exception();
        }
        const std::lock_guard done(state.mutex);
        call->done = true;
        state.changed.notify_all();
      });
      state.wake.notify();
    } else {
      state.changed.wait(lock);
    }
  }
  if (call->error) std::rethrow_exception(call->error);
  return true;
}

void EventLoop::run() { run({}); }

void EventLoop::run(const Wait& wait) {
  State& state = *state_;
  {
    std::unique_lock lock(state.mutex);
    state.changed.wait(lock, [&state] { return state.owner.load() == std::thread::id(); });
    state.owner = std::this_thread::get_id();
    state.running = true;
    state.changed.notify_all();
  }
  std::exception_ptr error;
  try {
    while (!state.stopping) {
      if (wait) wait(state.epoll.get());
      state.turn(wait ? 0 : -1);
    }
  } catch (...) {
    error = std::current_exception();
  }
  std::vector<Task> dropped;
  {
    const std::lock_guard lock(state.mutex);
    state.owner = std::thread::id();
    state.running = false;
    state.ended = true;
    dropped.swap(state.tasks);
    state.changed.notify_all();
  }
  if (error) std::rethrow_exception(error);
}

void EventLoop::stop() {
  state_->stopping = true;
  state_->wake.notify();
}

bool EventLoop::on_loop_thread() const noexcept { return state_->owned(); }

}  // namespace vmwright
