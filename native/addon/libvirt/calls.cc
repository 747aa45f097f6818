// The generated half of the API: one entry for all functions.
#include "addon/libvirt/environment.h"
#include "addon/libvirt/marshal.h"
#include "libvirt/call.h"

namespace vmwright::libvirt {
namespace {

// (index of the function, raw handle, Connect, ...arguments).
constexpr std::size_t kFirstArgument = 3;

std::shared_ptr<Call> make_call(const Napi::CallbackInfo& info) {
  const double index = info[0].IsNumber() ? info[0].As<Napi::Number>().DoubleValue() : -1;
  if (!(index >= 0) || index >= static_cast<double>(functions().size())) {
    throw Error("OPTION_INVALID", "there is no function of that number");
  }
  auto call = std::make_shared<Call>();
  call->index = static_cast<std::size_t>(index);
  call->connection = use<Raw>(info[1]).object->connection();
  call->in_use.add(call->connection);
  const Function& function = call->function();
  std::size_t argument = kFirstArgument;
  for (std::size_t i = 0; i < function.param_count; i++) {
    const Param& param = function.params[i];
    if (!is_input(param.kind)) continue;
    const Napi::Value value = param.kind == Kind::self ? info[1] : info[argument++];
    call->arguments[i] = from_js(value, function, param);
    const bool is_handle = param.kind <= Kind::optional_handle && call->arguments[i].has_value();
    if (is_handle) call->in_use.add(call->arguments[i].as<std::shared_ptr<Object>>()->connection());
  }
  return call;
}

// call(index, handle, connect, ...arguments): Promise of the result.
Napi::Value JS_call(const Napi::CallbackInfo& info) {
  return promise(info.Env(), info[2], [&info](std::uint64_t id) {
    const auto channel = Environment::of(info.Env()).channel;
    auto call = make_call(info);
    auto& pool = call->connection->pool();
    pool.submit([call, channel, id] { post_result(*channel, id, [&call] { return run(*call); }); });
  });
}

// callNow(index, handle, connect, ...arguments): the result of a function that only looks into the handle.
Napi::Value JS_callNow(const Napi::CallbackInfo& info) {
  const auto call = make_call(info);
  return to_js(info.Env(), run(*call), info[2]);
}

// functionNames(): string[], in the order of their numbers.
Napi::Value JS_functionNames(const Napi::CallbackInfo& info) {
  Napi::Array names = Napi::Array::New(info.Env());
  for (const Function& function : functions()) names.Set(names.Length(), function.name);
  return names;
}

}  // namespace

void export_calls(Napi::Object exports) {
  add_function<JS_call>(exports, "call");
  add_function<JS_callNow>(exports, "callNow");
  add_function<JS_functionNames>(exports, "functionNames");
}

}  // namespace vmwright::libvirt
