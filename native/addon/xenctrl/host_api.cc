// The hypervisor and its machine for JavaScript; every call takes a handle first and gives a promise.
#include "addon/xenctrl/layouts.h"
#include "addon/xenctrl/session_handle.h"
#include "xenctrl/host.h"

namespace vmwright::xenctrl {
namespace {

Napi::Value version_to_js(Napi::Env env, VersionInfo& version) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("major", version.major);
  object.Set("minor", version.minor);
  object.Set("extra", version.extra);
  object.Set("changeset", version.changeset);
  object.Set("capabilities", version.capabilities);
  object.Set("commandLine", version.command_line);
  object.Set("compiler", version.compiler);
  object.Set("compiledBy", version.compiled_by);
  object.Set("compiledIn", version.compiled_in);
  object.Set("compiledAt", version.compiled_at);
  object.Set("buildId", version.build_id);
  return object;
}

Napi::Value JS_version(const Napi::CallbackInfo& info) {
  return on_worker<VersionInfo>(
      info, [](Session& session) { return version_info(session.interface()); }, version_to_js);
}

Napi::Value JS_physInfo(const Napi::CallbackInfo& info) {
  return on_worker<abi::PhysInfo>(
      info, [](Session& session) { return phys_info(session.interface()); },
      [](Napi::Env env, abi::PhysInfo& physical) -> Napi::Value { return to_js(env, kPhysInfo, physical); });
}

Napi::Value JS_cpuTopology(const Napi::CallbackInfo& info) {
  using Cpus = std::vector<abi::CpuTopology>;
  return on_worker<Cpus>(
      info, [](Session& session) { return cpu_topology(session.interface()); },
      [](Napi::Env env, Cpus& cpus) -> Napi::Value { return vector_to_js(env, kCpuTopology, cpus); });
}

Napi::Value JS_cpuIdle(const Napi::CallbackInfo& info) {
  using Times = std::vector<std::uint64_t>;
  return on_worker<Times>(
      info, [](Session& session) { return cpu_idle(session.interface()); },
      [](Napi::Env env, Times& times) -> Napi::Value {
        Napi::Array array = Napi::Array::New(env, times.size());
        for (std::uint32_t i = 0; i < times.size(); i++) array.Set(i, Napi::BigInt::New(env, times[i]));
        return array;
      });
}

Napi::Value JS_numa(const Napi::CallbackInfo& info) {
  return on_worker<Numa>(
      info, [](Session& session) { return numa(session.interface()); },
      [](Napi::Env env, Numa& numa) -> Napi::Value {
        Napi::Object object = Napi::Object::New(env);
        object.Set("nodes", vector_to_js(env, kNodeMemory, numa.nodes));
        object.Set("distances", numbers_to_js(env, numa.distances));
        return object;
      });
}

// (handle, since: number | undefined, clear): { text, next }.
Napi::Value JS_readConsole(const Napi::CallbackInfo& info) {
  std::optional<std::uint32_t> since;
  if (!info[1].IsUndefined()) since = to_u32(info[1], "since");
  const bool clear = to_bool(info[2], "clear");
  return on_worker<ConsoleText>(
      info, [since, clear](Session& session) { return read_console(session.interface(), since, clear); },
      [](Napi::Env env, ConsoleText& console) -> Napi::Value {
        Napi::Object object = Napi::Object::New(env);
        object.Set("text", console.text);
        object.Set("next", console.next);
        return object;
      });
}

Napi::Value JS_sendDebugKeys(const Napi::CallbackInfo& info) {
  if (!info[1].IsString()) throw Error("OPTION_INVALID", "keys: expected a string");
  const std::string keys = info[1].As<Napi::String>();
  return on_worker(info, [keys](Session& session) { send_debug_keys(session.interface(), keys); });
}

// (handle, id, seconds): its number.
Napi::Value JS_setWatchdog(const Napi::CallbackInfo& info) {
  const std::uint32_t id = to_u32(info[1], "id");
  const std::uint32_t seconds = to_u32(info[2], "seconds");
  return on_worker<std::uint32_t>(
      info, [id, seconds](Session& session) { return set_watchdog(session.interface(), id, seconds); },
      [](Napi::Env env, std::uint32_t& made) -> Napi::Value { return Napi::Number::New(env, made); });
}

}  // namespace

void export_host_api(Napi::Object exports) {
  add_entry<JS_version>(exports, "version");
  add_entry<JS_physInfo>(exports, "physInfo");
  add_entry<JS_cpuTopology>(exports, "cpuTopology");
  add_entry<JS_cpuIdle>(exports, "cpuIdle");
  add_entry<JS_numa>(exports, "numa");
  add_entry<JS_readConsole>(exports, "readConsole");
  add_entry<JS_sendDebugKeys>(exports, "sendDebugKeys");
  add_entry<JS_setWatchdog>(exports, "setWatchdog");
}

}  // namespace vmwright::xenctrl
