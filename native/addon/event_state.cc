#include "addon/event_state.h"

#include <sys/eventfd.h>
#include <unistd.h>
#include <uv.h>

#include <cerrno>
#include <memory>

#include "addon/js_error.h"
#include "base/error.h"

namespace vmwright {

// The handle in libuv's loop. libuv gives it back some time after uv_close(), so it outlives its EventState,
// and an environment that ends waits for it.
struct EventPoll {
  uv_poll_t handle{};
  Napi::Env env;
  Napi::AsyncContext context;
  EventState* state;
  napi_async_cleanup_hook_handle hook = nullptr;
  bool env_ends = false;

  EventPoll(Napi::Env env, EventState* state) : env(env), context(env, "vmwright event"), state(state) {}

  static void on_readable(uv_poll_t* handle, int, int) {
    auto* poll = static_cast<EventPoll*>(handle->data);
    const Napi::HandleScope scope(poll->env);
    const Napi::CallbackScope callback(poll->env, poll->context);
    try {
      if (poll->state != nullptr) poll->state->settle();
    } catch (...) {
      // A worker that is being terminated: no JavaScript can run there.
    }
  }

  static void on_closed(uv_handle_t* handle) {
    auto* poll = static_cast<EventPoll*>(handle->data);
    if (poll->hook != nullptr) napi_remove_async_cleanup_hook(poll->hook);
    delete poll;
  }

  static void on_cleanup(napi_async_cleanup_hook_handle, void* data) {
    auto* poll = static_cast<EventPoll*>(data);
    if (poll->state != nullptr) poll->state->poll_ = nullptr;
    poll->close();
  }

  void close() {
    state = nullptr;
    uv_poll_stop(&handle);
    auto* base = reinterpret_cast<uv_handle_t*>(&handle);
    if (uv_is_closing(base) == 0) uv_close(base, on_closed);
  }
};

namespace {

EventPoll* start_poll(Napi::Env env, EventState* state, int fd) {
  uv_loop_t* loop = nullptr;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) throw Error("KVM_ERROR", "uv_poll_init", EINVAL);
  auto poll = std::make_unique<EventPoll>(env, state);
  const int result = uv_poll_init(loop, &poll->handle, fd);
  if (result != 0) throw Error("KVM_ERROR", "uv_poll_init", -result);
  poll->handle.data = poll.get();
  napi_add_async_cleanup_hook(env, EventPoll::on_cleanup, poll.get(), &poll->hook);
  return poll.release();
}

}  // namespace

EventState::EventState() : fd_(check(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {}

void EventState::add(std::uint64_t count) const {
  check(static_cast<int>(write(fd_.get(), &count, sizeof count)), "write to eventfd");
}

std::optional<std::uint64_t> EventState::take() const {
  std::uint64_t count = 0;
  const auto size = read(fd_.get(), &count, sizeof count);
  if (size < 0 && errno == EAGAIN) return std::nullopt;
  check(static_cast<int>(size), "read from eventfd");
  return count;
}

Napi::Value EventState::wait(Napi::Env env) {
  if (pending_) throw HandleError("somebody waits for the event already", "Let one place wait for it.");
  if (poll_ == nullptr) poll_ = start_poll(env, this, fd_.get());
  const int result = uv_poll_start(&poll_->handle, UV_READABLE, EventPoll::on_readable);
  if (result != 0) throw Error("KVM_ERROR", "uv_poll_start", -result);
  pending_.emplace(Napi::Promise::Deferred::New(env));
  return pending_->Promise();
}

void EventState::settle() {
  const auto count = take();
  if (!count || !pending_) return;
  uv_poll_stop(&poll_->handle);
  const Napi::Promise::Deferred deferred = *pending_;
  pending_.reset();
  deferred.Resolve(Napi::BigInt::New(deferred.Env(), *count));
}

void EventState::cancel_wait() {
  if (!pending_) return;
  uv_poll_stop(&poll_->handle);
  const Napi::Promise::Deferred deferred = *pending_;
  pending_.reset();
  deferred.Resolve(deferred.Env().Undefined());
}

void EventState::stop_poll() noexcept {
  if (poll_ != nullptr) std::exchange(poll_, nullptr)->close();
}

}  // namespace vmwright
