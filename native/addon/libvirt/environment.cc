#include "addon/libvirt/environment.h"

#include <algorithm>

#include "addon/libvirt/marshal.h"
#include "libvirt/library.h"
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

bool Environment::may_wait() {
  // Code that never lets the event loop come round sees the same turn for ever.
  constexpr auto kTurn = std::chrono::milliseconds(1);
  const std::uint64_t turn = uv_now(loop);
  const auto now = std::chrono::steady_clock::now();
  if (std::exchange(turn_, turn) != turn) turn_end_ = now + kTurn;
  return now < turn_end_;
}

napi_value Environment::key(Napi::Env env, const std::string& text) {
  constexpr std::size_t kMostKeys = 1024;  // names of parameters may have numbers in them
  if (keys_.IsEmpty()) keys_ = Napi::Persistent(Napi::Array::New(env).As<Napi::Object>());
  const auto found = key_places_.find(text);
  if (found != key_places_.end()) return keys_.Value().Get(found->second);
  const Napi::String made = Napi::String::New(env, text);
  if (key_places_.size() == kMostKeys) return made;
  const auto place = static_cast<std::uint32_t>(key_places_.size());
  keys_.Value().Set(place, made);
  key_places_.emplace(text, place);
  return made;
}

Napi::Function Environment::reader(Napi::Env env, const Value::Plain& plain) {
  if (readers_.empty()) {
    std::size_t size = 0;
    for (const Struct& type : structs()) size = std::max<std::size_t>(size, type.size);
    Napi::ArrayBuffer memory = Napi::ArrayBuffer::New(env, size);
    bytes_ = static_cast<std::byte*>(memory.Data());
    memory_ = Napi::Persistent(memory);
    readers_.resize(structs().size());
  }
  std::ranges::copy(plain.data, bytes_);
  if (readers_[plain.type].IsEmpty()) readers_[plain.type] = Napi::Persistent(make_reader_of(env, plain.type));
  return readers_[plain.type].Value();
}

Napi::Function Environment::make_reader_of(Napi::Env env, std::size_t type) {
  Napi::Array names = Napi::Array::New(env);
  Napi::Array kinds = Napi::Array::New(env);
  Napi::Array offsets = Napi::Array::New(env);
  for (const Field& field : structs()[type].fields) {
    const std::uint32_t place = names.Length();
    names.Set(place, field.key);
    kinds.Set(place, static_cast<double>(field.kind));
    offsets.Set(place, static_cast<double>(field.offset));
  }
  return make_reader.Call({memory_.Value(), names, kinds, offsets}).As<Napi::Function>();
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
  } catch (const LibraryError& error) {
    Napi::Object details = Napi::Object::New(env);
    details.Set("remedy", LibraryError::kRemedy);
    const napi_value code = Napi::String::New(env, error.code());
    return Environment::of(env).error_class.New({code, Napi::String::New(env, error.what()), details});
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
