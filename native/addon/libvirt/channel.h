// The way from worker threads and libvirt's event loop to the JavaScript thread of one environment. Messages carry no
// JavaScript values: these wait in receivers, which live on the JavaScript thread only.
#pragma once

#include <napi.h>

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>

#include "libvirt/value.h"

namespace vmwright::libvirt {

struct Message {
  std::uint64_t receiver;
  Value value;
  std::exception_ptr failure;
};

class Channel {
 public:
  using Receive = std::function<void(Napi::Env, Message&)>;

  // `receive` is called on the JavaScript thread, one message after the other.
  static std::shared_ptr<Channel> create(Napi::Env env, Receive receive);
  explicit Channel(Receive receive) : receive_(std::move(receive)) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // From any thread. After close() messages are dropped.
  void post(Message message) noexcept;
  // Whether what is awaited keeps the environment alive. On the JavaScript thread, as all below.
  void set_alive(Napi::Env env, bool alive);
  // Before the environment ends.
  void close() noexcept;

 private:
  static void on_call(napi_env env, napi_value, void* context, void*);
  void deliver(Napi::Env env);
  bool take(Message& message);

  const Receive receive_;
  std::mutex mutex_;  // guards all below
  napi_threadsafe_function function_ = nullptr;  // null after close()
  std::deque<Message> queue_;
  bool scheduled_ = false;
};

}  // namespace vmwright::libvirt
