// What lies behind the JavaScript object for an eventfd: its descriptor, and the promise that waits for it.
// All methods belong to the JavaScript thread.
#pragma once

#include <napi.h>

#include <cstdint>
#include <optional>

#include "base/fd.h"

namespace vmwright {

struct EventPoll;

class EventState {
 public:
  static constexpr napi_type_tag kTag{0x3c1f0c5f9d1b4a52, 0x8f3d6f1c2e7a9b05};
  static constexpr const char* kName = "the event";

  EventState();
  EventState(const EventState&) = delete;
  EventState& operator=(const EventState&) = delete;
  ~EventState() { stop_poll(); }

  int fd() const noexcept { return fd_.get(); }
  // Adds to the counter; throws Error with EAGAIN when it is full.
  void add(std::uint64_t count) const;
  // The counter, which becomes 0; nothing when it was 0.
  std::optional<std::uint64_t> take() const;
  // A promise of the counter once it is not 0. One at a time.
  Napi::Value wait(Napi::Env env);
  // Resolves the wait under way with undefined.
  void cancel_wait();

 private:
  friend struct EventPoll;
  void stop_poll() noexcept;
  void settle();

  Fd fd_;
  EventPoll* poll_ = nullptr;  // owned by the event loop until it is closed there
  std::optional<Napi::Promise::Deferred> pending_;
};

}  // namespace vmwright
