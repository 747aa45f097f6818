// Cpupools and schedulers for JavaScript; every call takes a handle first and gives a promise.
#include "addon/xenctrl/layouts.h"
#include "addon/xenctrl/session_handle.h"
#include "xenctrl/schedulers.h"

namespace vmwright::xenctrl {
namespace {

std::optional<std::uint16_t> to_optional_u16(const Napi::Value& value, const std::string& what) {
  if (value.IsUndefined()) return std::nullopt;
  return to_u16(value, what);
}

void set_optional(Napi::Object object, const char* name, const std::optional<std::uint32_t>& value) {
  if (value) object.Set(name, *value);
}

Napi::Value pools_to_js(Napi::Env env, std::vector<Cpupool>& pools) {
  Napi::Array array = Napi::Array::New(env, pools.size());
  for (std::uint32_t i = 0; i < pools.size(); i++) {
    Napi::Object pool = Napi::Object::New(env);
    pool.Set("id", pools[i].id);
    pool.Set("scheduler", pools[i].scheduler);
    pool.Set("domains", pools[i].domains);
    pool.Set("cpus", numbers_to_js(env, pools[i].cpus));
    array.Set(i, pool);
  }
  return array;
}

Napi::Value settings_to_js(Napi::Env env, PoolSettings& settings) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("scheduler", settings.scheduler);
  set_optional(object, "timesliceMs", settings.timeslice_ms);
  set_optional(object, "ratelimitUs", settings.ratelimit_us);
  set_optional(object, "migrationDelayUs", settings.migration_delay_us);
  return object;
}

Napi::Value share_to_js(Napi::Env env, DomainShare& share) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("scheduler", share.scheduler);
  object.Set("weight", share.share.weight);
  object.Set("cap", share.share.cap);
  return object;
}

Napi::Value JS_listCpupools(const Napi::CallbackInfo& info) {
  return on_worker<std::vector<Cpupool>>(
      info, [](Session& session) { return list_cpupools(session.interface()); }, pools_to_js);
}

// (handle, pool).
Napi::Value JS_poolSettings(const Napi::CallbackInfo& info) {
  const std::uint32_t pool = to_u32(info[1], "cpupool");
  return on_worker<PoolSettings>(
      info, [pool](Session& session) { return pool_settings(session.interface(), pool); }, settings_to_js);
}

// (handle, domid).
Napi::Value JS_share(const Napi::CallbackInfo& info) {
  const abi::Domid domid = domid_of(info);
  return on_worker<DomainShare>(
      info, [domid](Session& session) { return share(session.interface(), domid); }, share_to_js);
}

// (handle, domid, weight: number | undefined, cap: number | undefined).
Napi::Value JS_setShare(const Napi::CallbackInfo& info) {
  const abi::Domid domid = domid_of(info);
  const auto weight = to_optional_u16(info[2], "weight");
  const auto cap = to_optional_u16(info[3], "cap");
  return on_worker<DomainShare>(
      info, [domid, weight, cap](Session& session) { return set_share(session.interface(), domid, weight, cap); },
      share_to_js);
}

}  // namespace

void export_scheduler_api(Napi::Object exports) {
  add_entry<JS_listCpupools>(exports, "listCpupools");
  add_entry<JS_poolSettings>(exports, "poolSettings");
  add_entry<JS_share>(exports, "share");
  add_entry<JS_setShare>(exports, "setShare");
}

}  // namespace vmwright::xenctrl
