#include "addon/libvirt/channel.h"

namespace vmwright::libvirt {
namespace {

// Messages of one turn of the event loop: it must not be blocked for long by many of them.
constexpr int kBatch = 64;

void report(napi_env env, const Napi::Error& error) {
  // A listener threw: that is an uncaught exception, as in any callback of Node.
  napi_fatal_exception(env, error.Value());
}

}  // namespace

std::shared_ptr<Channel> Channel::create(Napi::Env env, Receive receive) {
  auto channel = std::make_shared<Channel>(std::move(receive));
  const auto finalize = [](napi_env, void*, void* context) { delete static_cast<std::shared_ptr<Channel>*>(context); };
  auto context = std::make_unique<std::shared_ptr<Channel>>(channel);
  const napi_value name = Napi::String::New(env, "vmwright libvirt");
  NAPI_THROW_IF_FAILED(env,
                       napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, context.get(), finalize,
                                                       context.get(), on_call, &channel->function_),
                       nullptr);
  context.release();
  napi_unref_threadsafe_function(env, channel->function_);
  return channel;
}

void Channel::post(Message message) noexcept {
  const std::lock_guard lock(mutex_);
  if (function_ == nullptr) return;
  queue_.push_back(std::move(message));
  if (scheduled_) return;
  scheduled_ = napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking) == napi_ok;
}

void Channel::set_alive(Napi::Env env, bool alive) {
  if (function_ == nullptr) return;
  if (alive) {
    napi_ref_threadsafe_function(env, function_);
  } else {
    napi_unref_threadsafe_function(env, function_);
  }
}

void Channel::close() noexcept {
  std::deque<Message> dropped;  // its handles are given back without the lock
  const std::lock_guard lock(mutex_);
  dropped.swap(queue_);
  if (function_ != nullptr) napi_release_threadsafe_function(function_, napi_tsfn_abort);
  function_ = nullptr;
}

void Channel::on_call(napi_env env, napi_value, void* context, void*) {
  if (env == nullptr) return;  // the environment ends
  const std::shared_ptr<Channel> channel = *static_cast<std::shared_ptr<Channel>*>(context);
  channel->deliver(env);
}

bool Channel::take(Message& message) {
  const std::lock_guard lock(mutex_);
  if (queue_.empty()) {
    scheduled_ = false;
    return false;
  }
  message = std::move(queue_.front());
  queue_.pop_front();
  return true;
}

void Channel::deliver(Napi::Env env) {
  for (int i = 0; i < kBatch; i++) {
    Message message;
    if (!take(message)) return;
    const Napi::HandleScope scope(env);
    try {
      receive_(env, message);
    } catch (const Napi::Error& error) {
      report(env, error);
    } catch (...) {
      // A worker thread that is being terminated: no JavaScript can run there.
    }
  }
  const std::lock_guard lock(mutex_);
  scheduled_ = function_ != nullptr && !queue_.empty() &&
               napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking) == napi_ok;
}

}  // namespace vmwright::libvirt
