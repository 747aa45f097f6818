// Opening and closing connections and handles.
#include "addon/libvirt/authentication.h"
#include "addon/libvirt/environment.h"
#include "addon/libvirt/marshal.h"
#include "libvirt/calls.h"
#include "libvirt/connection.h"

namespace vmwright::libvirt {
namespace {

constexpr napi_type_tag kAuthenticationTag = {0x3f0b5d0f86f54f0a, 0xb7f5a2f7a4f3c911};

// Behind the object that answerAuthentication() gets.
struct AuthenticationHandle {
  static constexpr napi_type_tag kTag = kAuthenticationTag;
  static constexpr const char* kName = "the authentication";
  const std::shared_ptr<Authentication> authentication;

  explicit AuthenticationHandle(std::shared_ptr<Authentication> owned) : authentication(std::move(owned)) {}
  AuthenticationHandle(const AuthenticationHandle&) = delete;
  AuthenticationHandle& operator=(const AuthenticationHandle&) = delete;
  // An environment that ends lets the worker go on.
  ~AuthenticationHandle() { authentication->answer(std::nullopt); }
};

// Lets the questions of a connection come to `listener`(questions, authentication handle), by the receiver `id`.
Authenticate authenticate_by(Napi::Env env, const Napi::Value& listener, std::uint64_t& id) {
  if (!listener.IsFunction()) return {};
  auto& environment = Environment::of(env);
  auto function = std::make_shared<Napi::FunctionReference>(Napi::Persistent(listener.As<Napi::Function>()));
  auto handle = std::make_shared<Napi::ObjectReference>();
  const auto receive = [function, handle](Napi::Env in, Message& message, Napi::Value connect) {
    function->Call({to_js(in, message.value, connect), handle->Value()});
  };
  id = environment.add(env, {receive, {}, false, false});
  auto authentication = std::make_shared<Authentication>(environment.channel, id);
  auto object = std::make_shared<AuthenticationHandle>(authentication);
  *handle = Napi::Persistent(make_handle<AuthenticationHandle>(env, std::move(object)));
  return [authentication](const std::vector<Credential>& questions) { return authentication->ask(questions); };
}

// answerAuthentication(handle, answers: string[] | undefined).
Napi::Value JS_answerAuthentication(const Napi::CallbackInfo& info) {
  auto& handle = use<AuthenticationHandle>(info[0]);
  if (!info[1].IsArray()) {
    handle.authentication->answer(std::nullopt);
    return info.Env().Undefined();
  }
  const auto array = info[1].As<Napi::Array>();
  std::vector<std::string> answers;
  for (std::uint32_t i = 0; i < array.Length(); i++) answers.push_back(array.Get(i).ToString().Utf8Value());
  handle.authentication->answer(std::move(answers));
  return info.Env().Undefined();
}

// open(uri, flags, threads, authenticate?): Promise of the raw handle of the connection.
Napi::Value JS_open(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  OpenConfig config{
      .uri = info[0].ToString().Utf8Value(),
      .flags = info[1].ToNumber().Uint32Value(),
      .max_threads = info[2].ToNumber().Uint32Value(),
      .authenticate = {},
  };
  calls();  // here and not on a thread: says at once when there is no libvirt
  std::uint64_t questions = 0;
  config.authenticate = authenticate_by(env, info[3], questions);
  const auto at_end = [questions](Napi::Env in) { Environment::of(in).remove(in, questions); };
  const auto start = [&](std::uint64_t id) {
    const auto channel = Environment::of(env).channel;
    auto connection = std::make_shared<Connection>(config.max_threads);
    connection->pool().submit([channel, id, connection, config] {
      post_result(*channel, id, [&] {
        connection->open(config);
        return Value(Object::adopt(Class::Connect, connection->pointer(), connection));
      });
    });
  };
  return promise(env, env.Undefined(), start, at_end);
}

// close(handle of the connection): Promise<void>.
Napi::Value JS_close(const Napi::CallbackInfo& info) {
  return promise(info.Env(), info.Env().Undefined(), [&info](std::uint64_t id) {
    const std::shared_ptr<Raw> raw = take<Raw>(info[0]);
    const auto channel = Environment::of(info.Env()).channel;
    if (!raw) return channel->post({id, {}, nullptr});
    raw->object->connection()->close([channel, id](std::exception_ptr failure) {
      channel->post({id, {}, std::move(failure)});
    });
  });
}

// release(handle): gives it back; again is fine.
Napi::Value JS_release(const Napi::CallbackInfo& info) {
  take<Raw>(info[0]);
  return info.Env().Undefined();
}

// version(): number, of libvirt.so.0.
Napi::Value JS_version(const Napi::CallbackInfo& info) {
  unsigned long version = 0;
  calls().virGetVersion(&version, nullptr, nullptr);
  return Napi::Number::New(info.Env(), static_cast<double>(version));
}

}  // namespace

void export_connections(Napi::Object exports) {
  add_function<JS_open>(exports, "open");
  add_function<JS_close>(exports, "close");
  add_function<JS_release>(exports, "release");
  add_function<JS_version>(exports, "version");
  add_function<JS_answerAuthentication>(exports, "answerAuthentication");
}

}  // namespace vmwright::libvirt
