#include "addon/exit_object.h"

#include <algorithm>

#include "addon/args.h"
#include "base/error.h"

namespace vmwright {
namespace {

// Builds one object; `type` is what TypeScript narrows by.
class ExitObject {
 public:
  ExitObject(Napi::Env env, const char* type) : env_(env), object_(Napi::Object::New(env)) {
    object_.Set("type", type);
  }

  ExitObject& number(const char* name, std::uint32_t value) {
    object_.Set(name, Napi::Number::New(env_, value));
    return *this;
  }
  ExitObject& bigint(const char* name, std::uint64_t value) {
    object_.Set(name, Napi::BigInt::New(env_, value));
    return *this;
  }
  ExitObject& bigints(const char* name, std::span<const std::uint64_t> values) {
    Napi::Array array = Napi::Array::New(env_, values.size());
    for (std::uint32_t i = 0; i < values.size(); i++) array.Set(i, Napi::BigInt::New(env_, values[i]));
    object_.Set(name, array);
    return *this;
  }
  ExitObject& bytes(const char* name, std::span<const std::byte> value) {
    object_.Set(name, copy_bytes(env_, value));
    return *this;
  }
  operator Napi::Object() const { return object_; }  // NOLINT: the end of a chain

 private:
  Napi::Env env_;
  Napi::Object object_;
};

struct ToJs {
  Napi::Env env;

  Napi::Object operator()(const PortOut& e) const {
    return port_access("io-out", e).bytes("data", e.data);
  }
  Napi::Object operator()(const PortIn& e) const {
    std::fill(e.data.begin(), e.data.end(), std::byte{0xff});
    return port_access("io-in", e).bytes("data", e.data);
  }
  Napi::Object operator()(const MmioWrite& e) const {
    return make("mmio-write").bigint("address", e.address).bytes("data", e.data);
  }
  Napi::Object operator()(const MmioRead& e) const {
    std::fill(e.data.begin(), e.data.end(), std::byte{0xff});
    return make("mmio-read").bigint("address", e.address).bytes("data", e.data);
  }
  Napi::Object operator()(const Halt&) const { return make("halt"); }
  Napi::Object operator()(const Shutdown&) const { return make("shutdown"); }
  Napi::Object operator()(const SystemEvent& e) const {
    return make("system-event").number("event", e.type).bigints("data", e.data);
  }
  Napi::Object operator()(const InternalError& e) const {
    const std::span instruction{e.instruction.data(), e.instruction_size};
    return make("internal-error").number("suberror", e.suberror).bytes("instruction", std::as_bytes(instruction));
  }
  Napi::Object operator()(const FailEntry& e) const { return make("fail-entry").bigint("reason", e.reason); }
  Napi::Object operator()(const Debug& e) const {
    return make("debug").number("exception", e.exception).bigint("pc", e.pc).bigint("dr6", e.dr6).bigint("dr7", e.dr7);
  }
  Napi::Object operator()(const Interrupted&) const { return make("interrupted"); }
  Napi::Object operator()(const InterruptWindow&) const { return make("interrupt-window"); }
  Napi::Object operator()(const IoapicEoi& e) const { return make("ioapic-eoi").number("vector", e.vector); }
  Napi::Object operator()(const SetTpr&) const { return make("set-tpr"); }
  Napi::Object operator()(const MsrRead& e) const {
    return make("msr-read").number("index", e.index).number("reason", e.reason);
  }
  Napi::Object operator()(const MsrWrite& e) const {
    return make("msr-write").number("index", e.index).number("reason", e.reason).bigint("value", e.value);
  }
  Napi::Object operator()(const Hypercall& e) const {
    return make("hypercall").bigint("number", e.number).bigints("args", e.args);
  }
  Napi::Object operator()(const DirtyRingFull&) const { return make("dirty-ring-full"); }
  Napi::Object operator()(const BusLock&) const { return make("bus-lock"); }
  Napi::Object operator()(const Notify& e) const { return make("notify").number("flags", e.flags); }
  Napi::Object operator()(const OtherExit& e) const { return make("other").number("reason", e.reason); }

  ExitObject make(const char* type) const { return {env, type}; }
  ExitObject port_access(const char* type, const auto& e) const {
    return make(type).number("port", e.port.value).number("size", e.size).number("count", e.count);
  }
};

struct Answer {
  kvm_run& run;
  const Napi::Value& value;

  void operator()(const PortIn& e) const { fill(e.data); }
  void operator()(const MmioRead& e) const { fill(e.data); }
  void operator()(const MsrRead&) const {
    if (const auto result = to_optional_u64(value, "value of the MSR")) {
      answer_msr_read(run, *result);
    } else {
      refuse_msr(run);
    }
  }
  void operator()(const MsrWrite&) const {
    if (value.IsBoolean() && value.As<Napi::Boolean>()) {
      accept_msr_write(run);
    } else {
      refuse_msr(run);
    }
  }
  void operator()(const Hypercall&) const {
    constexpr std::uint64_t kNoSuchCall = static_cast<std::uint64_t>(-1000);  // -KVM_ENOSYS
    answer_hypercall(run, to_optional_u64(value, "result of the hypercall").value_or(kNoSuchCall));
  }
  void operator()(const auto&) const {}

  void fill(std::span<std::byte> data) const {
    const auto bytes = to_bytes(value, "data of the exit");
    if (bytes.size() != data.size()) {
      throw Error("OPTION_INVALID", "data of the exit: expected " + std::to_string(data.size()) + " bytes");
    }
    std::copy(bytes.begin(), bytes.end(), data.begin());
  }
};

}  // namespace

Napi::Object exit_to_js(Napi::Env env, const Exit& exit) { return std::visit(ToJs{env}, exit); }

void answer_exit(const Exit& exit, kvm_run& run, const Napi::Value& answer) { std::visit(Answer{run, answer}, exit); }

}  // namespace vmwright
