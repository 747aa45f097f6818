#include "addon/vcpu_session.h"

#include "addon/exit_object.h"
#include "addon/js_error.h"
#include "base/error.h"

namespace vmwright {

VcpuSession::VcpuSession(Napi::Env env, std::shared_ptr<VmState> vm, Vcpu vcpu) : env_(env), vm_(std::move(vm)) {
  const napi_value name = Napi::String::New(env, "vmwright vCPU");
  const napi_status status = napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr,
                                                             this, on_end, &notify_);
  NAPI_THROW_IF_FAILED_VOID(env, status);
  // Only a run under way keeps the event loop alive.
  napi_unref_threadsafe_function(env, notify_);
  // Hooks run in reverse order: this one before that of the thread-safe function.
  napi_add_env_cleanup_hook(env, on_cleanup, this);
  const auto tell = [this] { napi_call_threadsafe_function(notify_, nullptr, napi_tsfn_nonblocking); };
  try {
    thread_ = std::make_unique<VcpuThread>(std::move(vcpu), tell);
  } catch (...) {
    end_thread();
    throw;
  }
}

VcpuSession::~VcpuSession() { end_thread(); }

Vcpu& VcpuSession::idle_vcpu() {
  if (pending_) throw HandleError("the vCPU runs", "Wait for its exit, or stop() it first.");
  return thread_->vcpu();
}

Napi::Value VcpuSession::run(const Napi::Value& answer) {
  Vcpu& vcpu = idle_vcpu();
  if (exit_) answer_exit(*exit_, vcpu.state(), answer);
  exit_.reset();
  thread_->start();
  napi_ref_threadsafe_function(env_, notify_);
  pending_.emplace(Napi::Promise::Deferred::New(env_));
  return pending_->Promise();
}

void VcpuSession::stop() noexcept { thread_->stop(); }

void VcpuSession::clear_stop() noexcept { thread_->clear_stop(); }

void VcpuSession::close() noexcept {
  end_thread();
  if (!pending_) return;
  try {
    pending_->Reject(to_js_error(env_, Error("VM_STOPPED", "the vCPU was closed while it ran")));
  } catch (...) {
    // The environment is ending: nobody waits for the promise.
  }
  pending_.reset();
}

// Without environment: it has ended, and this session with it.
void VcpuSession::on_end(napi_env env, napi_value, void* session, void*) {
  if (env == nullptr) return;
  try {
    static_cast<VcpuSession*>(session)->settle();
  } catch (...) {
    // A worker that is being terminated: no JavaScript can run there.
  }
}

void VcpuSession::on_cleanup(void* session) { static_cast<VcpuSession*>(session)->end_thread(); }

void VcpuSession::settle() {
  if (!pending_) return;
  const Napi::Promise::Deferred deferred = *pending_;
  pending_.reset();
  napi_unref_threadsafe_function(env_, notify_);
  try {
    if (const auto failure = thread_->failure()) std::rethrow_exception(failure);
    Exit exit = Interrupted{};
    if (thread_->end() == VcpuThread::End::exited) exit = *(exit_ = decode_exit(thread_->vcpu().state()));
    deferred.Resolve(exit_to_js(env_, exit));
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::exception& error) {
    deferred.Reject(to_js_error(env_, error));
  }
}

void VcpuSession::end_thread() noexcept {
  thread_.reset();
  if (notify_ == nullptr) return;
  napi_remove_env_cleanup_hook(env_, on_cleanup, this);
  napi_release_threadsafe_function(std::exchange(notify_, nullptr), napi_tsfn_abort);
}

}  // namespace vmwright
