#include "addon/libvirt/environment.h"

#include "addon/libvirt/marshal.h"
#include "libvirt/libvirt_error.h"

namespace vmwright::libvirt {

Environment& Environment::of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

std::uint64_t Environment::add(Napi::Env env, Receiver receiver) {
  const std::uint64_t id = next_id_++;
  if (receiver.keeps_alive && alive_++ == 0) channel->set_alive(env, true);
  receivers.emplace(id, std::move(receiver));
  return id;
}

void Environment::remove(Napi::Env env, std::uint64_t id) {
  const auto found = receivers.find(id);
  if (found == receivers.end()) return;
  if (found->second.keeps_alive && --alive_ == 0) channel->set_alive(env, false);
  receivers.erase(found);
}

void Environment::receive(Napi::Env env, Message& message) {
  const auto found = receivers.find(message.receiver);
  if (found == receivers.end()) return;  // an event that was on its way when its listener was removed
  const Napi::Value connect = found->second.connect.IsEmpty() ? env.Undefined() : found->second.connect.Value();
  const auto receive = found->second.receive;
  if (found->second.once) remove(env, message.receiver);
  receive(env, message, connect);
}

Napi::Value error_value(Napi::Env env, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Napi::Error& error) {
    return error.Value();
  } catch (const LibvirtError& error) {
    const auto text = [env](const std::string& value) -> napi_value { return Napi::String::New(env, value); };
    const auto number = [env](int value) -> napi_value { return Napi::Number::New(env, value); };
    return Environment::of(env).libvirt_error.Call({number(error.code), number(error.domain), number(error.level),
                                                   text(error.message), text(error.call), text(error.str1),
                                                   text(error.str2), text(error.str3), number(error.int1),
                                                   number(error.int2)});
  } catch (const std::exception& error) {
    return to_js_error(env, error);
  }
}

Napi::Value promise(Napi::Env env, const Napi::Value& connect, const std::function<void(std::uint64_t id)>& start,
                    const std::function<void(Napi::Env)>& at_end) {
  const Napi::Promise::Deferred deferred = Napi::Promise::Deferred::New(env);
  auto& environment = Environment::of(env);
  const auto settle = [deferred, at_end](Napi::Env settled_in, Message& message, Napi::Value owner) {
    if (at_end) at_end(settled_in);
    if (message.failure) {
      deferred.Reject(error_value(settled_in, message.failure));
    } else {
      deferred.Resolve(to_js(settled_in, message.value, owner));
    }
  };
  Napi::ObjectReference reference;
  if (connect.IsObject()) reference = Napi::Persistent(connect.As<Napi::Object>());
  const std::uint64_t id = environment.add(env, {settle, std::move(reference), true, true});
  try {
    start(id);
  } catch (...) {
    environment.remove(env, id);
    deferred.Reject(error_value(env, std::current_exception()));
  }
  return deferred.Promise();
}

void post_result(Channel& channel, std::uint64_t id, const std::function<Value()>& work) noexcept {
  Message message{id, {}, nullptr};
  try {
    message.value = work();
  } catch (...) {
    message.failure = std::current_exception();
  }
  channel.post(std::move(message));
}

}  // namespace vmwright::libvirt
