// What lies behind the JavaScript object for a vCPU: its thread, and the promise of the run under way.
// All methods belong to the JavaScript thread.
#pragma once

#include <napi.h>

#include <memory>
#include <optional>

#include "addon/vcpu_thread.h"
#include "addon/vm_state.h"
#include "kvm/exit.h"

namespace vmwright {

class VcpuSession {
 public:
  static constexpr napi_type_tag kTag{0x3c1f0c5f9d1b4a52, 0x8f3d6f1c2e7a9b03};
  static constexpr const char* kName = "the vCPU";

  VcpuSession(Napi::Env env, std::shared_ptr<VmState> vm, Vcpu vcpu);
  VcpuSession(const VcpuSession&) = delete;
  VcpuSession& operator=(const VcpuSession&) = delete;
  ~VcpuSession();

  const VmState& vm() const noexcept { return *vm_; }
  // For its ioctls; throws VM_STATE while the guest runs, since KVM would make the caller wait for its exit.
  Vcpu& idle_vcpu();
  // Answers the last exit and runs on; the promise is of the next exit.
  Napi::Value run(const Napi::Value& answer);
  void stop() noexcept;
  void clear_stop() noexcept;
  // Stops the guest, joins the thread, rejects the run under way.
  void close() noexcept;

 private:
  static void on_end(napi_env env, napi_value, void* session, void*);
  static void on_cleanup(void* session);
  void settle();
  // Joins the thread; there is no call into JavaScript after this.
  void end_thread() noexcept;

  Napi::Env env_;
  std::shared_ptr<VmState> vm_;  // outlives the thread
  napi_threadsafe_function notify_ = nullptr;
  std::unique_ptr<VcpuThread> thread_;
  std::optional<Napi::Promise::Deferred> pending_;
  std::optional<Exit> exit_;  // the last one, not answered yet
};

}  // namespace vmwright
