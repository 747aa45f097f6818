// A session of libxenctrl behind an opaque JavaScript object, and its calls off the main thread.
#pragma once

#include <napi.h>

#include <functional>
#include <memory>

#include "addon/args.h"
#include "addon/entry.h"
#include "addon/handle.h"
#include "addon/run_async.h"
#include "xenctrl/session.h"

namespace vmwright::xenctrl {

struct SessionHandle {
  static constexpr napi_type_tag kTag{0x5d0b7a41c6e2934f, 0xa1d43b8e0f6c7259};
  static constexpr const char* kName = "the Xen handle";

  explicit SessionHandle(const std::string& sysfs) : session(sysfs) {}

  Session session;
};

// Numbers from DOMID_FIRST_RESERVED on mean no domain, but e.g. the caller.
inline constexpr std::uint32_t kLastDomid = 0x7fef;

// The second argument.
inline abi::Domid domid_of(const Napi::CallbackInfo& info) {
  return static_cast<abi::Domid>(to_unsigned(info[1], kLastDomid, "domid"));
}

// Promise of what `to_js` makes of the result of `work`. The session lives until then, closed or not.
template <typename Result>
Napi::Value on_worker(const Napi::CallbackInfo& info, std::function<Result(Session&)> work,
                      std::function<Napi::Value(Napi::Env, Result&)> to_js) {
  const std::shared_ptr<SessionHandle> handle = shared<SessionHandle>(info[0]);
  return run_async<Result>(
      info.Env(), [handle, work = std::move(work)] { return work(handle->session); }, std::move(to_js));
}

// The same for work without a result.
inline Napi::Value on_worker(const Napi::CallbackInfo& info, std::function<void(Session&)> work) {
  return on_worker<bool>(
      info,
      [work = std::move(work)](Session& session) {
        work(session);
        return true;
      },
      [](Napi::Env env, bool&) -> Napi::Value { return env.Undefined(); });
}

void export_host_api(Napi::Object exports);
void export_domain_api(Napi::Object exports);
void export_scheduler_api(Napi::Object exports);

}  // namespace vmwright::xenctrl
