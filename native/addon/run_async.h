// Work off the main thread as a Promise. `work` must not touch N-API; `to_js` runs on the main thread.
#pragma once

#include <napi.h>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "addon/js_error.h"

namespace vmwright {

template <typename Result>
class AsyncCall {
 public:
  using Work = std::function<Result()>;
  using ToJs = std::function<Napi::Value(Napi::Env, Result&)>;

  AsyncCall(Napi::Env env, Work work, ToJs to_js)
      : env_(env), deferred_(env), work_(std::move(work)), to_js_(std::move(to_js)) {}

  static Napi::Promise start(std::unique_ptr<AsyncCall> call) {
    const Napi::Env env = call->env_;
    napi_value name = Napi::String::New(env, "vmwright");
    NAPI_THROW_IF_FAILED(env, napi_create_async_work(env, nullptr, name, execute, complete, call.get(), &call->handle_),
                         Napi::Promise());
    const Napi::Promise promise = call->deferred_.Promise();
    NAPI_THROW_IF_FAILED(env, napi_queue_async_work(env, call->handle_), Napi::Promise());
    call.release();  // complete() owns it now
    return promise;
  }

  ~AsyncCall() {
    if (handle_ != nullptr) napi_delete_async_work(env_, handle_);
  }

 private:
  static void execute(napi_env, void* data) {
    auto* call = static_cast<AsyncCall*>(data);
    try {
      call->result_.emplace(call->work_());
    } catch (...) {
      call->failure_ = std::current_exception();
    }
  }

  // Also called when the environment shuts down before the work began; then there is nobody to tell.
  static void complete(napi_env env, napi_status status, void* data) {
    const std::unique_ptr<AsyncCall> call(static_cast<AsyncCall*>(data));
    if (status != napi_ok) return;
    const Napi::HandleScope scope(env);
    try {
      call->settle();
    } catch (...) {
      // A worker that is being terminated: no JavaScript can run there, nobody waits for the promise.
    }
  }

  void settle() {
    try {
      if (failure_) std::rethrow_exception(failure_);
      deferred_.Resolve(to_js_(env_, *result_));
    } catch (const Napi::Error& error) {
      deferred_.Reject(error.Value());
    } catch (const std::exception& error) {
      deferred_.Reject(to_js_error(env_, error));
    }
  }

  Napi::Env env_;
  Napi::Promise::Deferred deferred_;
  Work work_;
  ToJs to_js_;
  std::optional<Result> result_;
  std::exception_ptr failure_;
  napi_async_work handle_ = nullptr;
};

template <typename Result>
Napi::Promise run_async(Napi::Env env, std::function<Result()> work,
                        std::function<Napi::Value(Napi::Env, Result&)> to_js) {
  return AsyncCall<Result>::start(std::make_unique<AsyncCall<Result>>(env, std::move(work), std::move(to_js)));
}

}  // namespace vmwright
