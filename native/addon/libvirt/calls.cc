// The generated half of the API: one entry for all functions.
#include "addon/libvirt/environment.h"
#include "addon/libvirt/marshal.h"
#include "libvirt/call.h"

namespace vmwright::libvirt {
namespace {

// (index of the function, raw handle, Connect, ...arguments).
constexpr std::size_t kFirstArgument = 3;

void make_call(const Napi::CallbackInfo& info, Call& call) {
  const double index = info[0].IsNumber() ? info[0].As<Napi::Number>().DoubleValue() : -1;
  if (!(index >= 0) || index >= static_cast<double>(functions().size())) {
    throw Error("OPTION_INVALID", "there is no function of that number");
  }
  call.index = static_cast<std::size_t>(index);
  const auto& self = use<Raw>(info[1]).object;
  call.connection = self->connection();
  call.in_use.add(call.connection);
  const Function& function = call.function();
  std::size_t argument = kFirstArgument;
  for (std::size_t i = 0; i < function.param_count; i++) {
    const Param& param = function.params[i];
    if (!is_input(param.kind)) continue;
    if (param.kind == Kind::self && self->kind() == static_cast<Class>(param.type)) {
      call.arguments[i] = self;
      continue;
    }
    const Napi::Value value = param.kind == Kind::self ? info[1] : info[argument++];
    call.arguments[i] = from_js(value, function, param);
    const bool is_handle = param.kind <= Kind::optional_handle && call.arguments[i].has_value();
    if (is_handle) call.in_use.add(call.arguments[i].as<std::shared_ptr<Object>>()->connection());
  }
}

// What a quick call may take until it gets its thread: about as long as waking one does.
constexpr auto kPatience = std::chrono::microseconds(50);

// A call on its way: to a worker thread and, when nobody waits for it here, back through the channel.
struct Errand final : QuickJob {
  Call call;
  std::shared_ptr<Channel> channel;
  std::uint64_t receiver = 0;  // for deliver()
  Value value;
  std::exception_ptr failure;

  void run() noexcept override {
    const auto start = std::chrono::steady_clock::now();
    try {
      value = libvirt::run(call);
    } catch (...) {
      failure = std::current_exception();
    }
    call.connection->pool().pace().note(std::chrono::steady_clock::now() - start);
  }
  void deliver() noexcept override { channel->post({receiver, std::move(value), std::move(failure)}); }
};

// On a thread of its connection.
void submit(const std::shared_ptr<Errand>& errand) {
  errand->call.connection->pool().submit([errand] {
    errand->run();
    errand->deliver();
  });
}

Napi::Value result_of(const Napi::CallbackInfo& info, const Errand& errand) {
  if (errand.failure) std::rethrow_exception(errand.failure);
  if (errand.value.is<Value::Plain>()) {
    return Environment::of(info.Env()).reader(info.Env(), errand.value.as<Value::Plain>());
  }
  return to_js(info.Env(), errand.value, info[2]);
}

// Somebody waited for it, in vain.
void leave(const std::shared_ptr<Errand>& errand) {
  switch (errand->call.connection->pool().leave(errand)) {
    case Pool::Left::withdrawn:
      return submit(errand);
    case Pool::Left::done:
      return errand->deliver();
    case Pool::Left::running:
      return;
  }
}

// call(index, handle, connect, ...arguments): the result, a function that gives it at once or, mostly, a Promise of it.
// The first two are for calls that take less than to wake another thread and be woken by it.
Napi::Value JS_call(const Napi::CallbackInfo& info) {
  auto& environment = Environment::of(info.Env());
  const auto errand = std::make_shared<Errand>();
  make_call(info, errand->call);
  errand->channel = environment.channel;
  Pool& pool = errand->call.connection->pool();
  const bool offered = environment.may_wait() && pool.pace().worth_waiting() && pool.offer(*errand);
  if (offered) {
    const bool done = errand->done_within(kPatience);
    pool.pace().waited(done);
    if (done) return result_of(info, *errand);
  }
  return promise(info.Env(), info[2], [&](std::uint64_t id) {
    errand->receiver = id;
    offered ? leave(errand) : submit(errand);
  });
}

// callNow(index, handle, connect, ...arguments): the result of a function that only looks into the handle.
Napi::Value JS_callNow(const Napi::CallbackInfo& info) {
  Call call;
  make_call(info, call);
  return to_js(info.Env(), run(call), info[2]);
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
