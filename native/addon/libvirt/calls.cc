// The generated half of the API: one entry for all functions.
#include "addon/libvirt/environment.h"
#include "addon/libvirt/marshal.h"
#include "libvirt/answer.h"
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
  const auto& self = use<Raw>(info[1]).object;
  call->connection = self->connection();
  call->in_use.add(call->connection);
  const Function& function = call->function();
  std::size_t argument = kFirstArgument;
  for (std::size_t i = 0; i < function.param_count; i++) {
    const Param& param = function.params[i];
    if (!is_input(param.kind)) continue;
    if (param.kind == Kind::self && self->kind() == static_cast<Class>(param.type)) {
      call->arguments[i] = self;
      continue;
    }
    const Napi::Value value = param.kind == Kind::self ? info[1] : info[argument++];
    call->arguments[i] = from_js(value, function, param);
    const bool is_handle = param.kind <= Kind::optional_handle && call->arguments[i].has_value();
    if (is_handle) call->in_use.add(call->arguments[i].as<std::shared_ptr<Object>>()->connection());
  }
  return call;
}

// What a quick call may take until it gets its thread.
constexpr auto kPatience = std::chrono::microseconds(15);

Value run_timed(Call& call) {
  struct Timer {
    Pool& pool;
    const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    ~Timer() { pool.note(std::chrono::steady_clock::now() - start); }
  };
  const Timer timer{call.connection->pool()};
  return run(call);
}

void answer(Call& call, Answer& answer, Channel& channel) noexcept {
  try {
    answer.value = run_timed(call);
  } catch (...) {
    answer.failure = std::current_exception();
  }
  if (!answer.give()) channel.post({answer.receiver, std::move(answer.value), std::move(answer.failure)});
}

// The result of a call that takes less than to hand it over to another thread and back. One that is late after all
// becomes a promise.
Napi::Value wait_a_moment(const Napi::CallbackInfo& info, const std::shared_ptr<Call>& call) {
  const auto channel = Environment::of(info.Env()).channel;
  const auto result = std::make_shared<Answer>();
  Pool& pool = call->connection->pool();
  pool.submit([call, channel, result] { answer(*call, *result, *channel); });
  const bool came = result->arrives_within(kPatience);
  pool.waited(came);
  if (!came) {
    return promise(info.Env(), info[2], [&](std::uint64_t id) {
      result->receiver = id;
      if (!result->leave()) channel->post({id, std::move(result->value), std::move(result->failure)});
    });
  }
  if (result->failure) std::rethrow_exception(result->failure);
  if (result->value.is<Value::Plain>()) {
    return Environment::of(info.Env()).reader(info.Env(), result->value.as<Value::Plain>());
  }
  return to_js(info.Env(), result->value, info[2]);
}

// call(index, handle, connect, ...arguments): the result, a function that gives it at once or, mostly, a Promise of it.
Napi::Value JS_call(const Napi::CallbackInfo& info) {
  auto call = make_call(info);
  const bool quick = Environment::of(info.Env()).may_wait() && call->connection->pool().worth_waiting();
  if (quick) return wait_a_moment(info, call);
  return promise(info.Env(), info[2], [&](std::uint64_t id) {
    const auto channel = Environment::of(info.Env()).channel;
    auto& pool = call->connection->pool();
    pool.submit([call, channel, id] { post_result(*channel, id, [&call] { return run_timed(*call); }); });
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
