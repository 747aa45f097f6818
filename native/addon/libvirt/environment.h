// What libvirt.node keeps per environment: classes of the TypeScript side, and what waits for messages.
#pragma once

#include <napi.h>
#include <uv.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "addon/handle.h"
#include "addon/js_error.h"
#include "addon/libvirt/channel.h"
#include "libvirt/object.h"
#include "libvirt/stream.h"

namespace vmwright::libvirt {

// The object behind the opaque one that TypeScript holds.
struct Raw {
  static constexpr napi_type_tag kTag = {0x9a1f6a2c53d54b1e, 0x8d0e7c44b2f1a6d3};
  static constexpr const char* kName = "the libvirt handle";

  std::shared_ptr<Object> object;
  std::shared_ptr<StreamChannel> stream;  // of a stream only
};

struct Environment : AddonData {
  // Gets what a message brought. `connect` is the Connect object to which handles in it belong.
  struct Receiver {
    std::function<void(Napi::Env, Message&, Napi::Value connect)> receive;
    Napi::ObjectReference connect;
    bool once;
    bool keeps_alive;
  };

  uv_loop_s* loop = nullptr;
  Napi::FunctionReference libvirt_error;  // makes a LibvirtError of its fields
  Napi::FunctionReference wrap;  // (class number, raw handle, connect) => object
  Napi::FunctionReference make_reader;  // (memory, names, kinds, offsets) => function that reads a struct there
  std::shared_ptr<Channel> channel;
  std::unordered_map<std::uint64_t, Receiver> receivers;

  static Environment& of(Napi::Env env);
  std::uint64_t add(Napi::Env env, Receiver receiver);
  void remove(Napi::Env env, std::uint64_t id);
  void receive(Napi::Env env, Message& message);
  // False when the event loop has waited enough in this turn.
  bool may_wait();
  // A string that stays known when it was used before: making one costs more than all else about a property.
  napi_value key(Napi::Env env, const std::string& text);
  // A function that gives the object for a struct of numbers. To be called before the next one is asked for.
  Napi::Function reader(Napi::Env env, const Value::Plain& plain);

 private:
  std::uint64_t next_id_ = 1;
  unsigned alive_ = 0;
  std::uint64_t turn_ = 0;  // the event loop's time of it, in milliseconds
  std::chrono::steady_clock::time_point turn_end_;
  Napi::ObjectReference keys_;  // an array
  std::unordered_map<std::string, std::uint32_t> key_places_;
  Napi::Function make_reader_of(Napi::Env env, std::size_t type);
  Napi::Reference<Napi::ArrayBuffer> memory_;  // what readers read
  std::byte* bytes_ = nullptr;
  std::vector<Napi::FunctionReference> readers_;  // by type
};

// Any exception of this code as a JavaScript error: LibvirtError for one of libvirt.
Napi::Value error_value(Napi::Env env, const std::exception_ptr& failure);

// A promise that a message will settle: `start` gets the number of its receiver. Failures reject it. `at_end` runs
// before it is settled, if it ever is.
Napi::Value promise(Napi::Env env, const Napi::Value& connect, const std::function<void(std::uint64_t id)>& start,
                    const std::function<void(Napi::Env)>& at_end = {});

// What a job posts: the value or the exception of `work`.
void post_result(Channel& channel, std::uint64_t id, const std::function<Value()>& work) noexcept;

// An entry point whose exceptions become JavaScript ones.
template <Napi::Value (*function)(const Napi::CallbackInfo&)>
Napi::Value entry(const Napi::CallbackInfo& info) {
  try {
    return function(info);
  } catch (const Napi::Error&) {
    throw;
  } catch (...) {
    throw Napi::Error(info.Env(), error_value(info.Env(), std::current_exception()));
  }
}

template <Napi::Value (*function)(const Napi::CallbackInfo&)>
void add_function(Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New(exports.Env(), entry<function>, name));
}

void export_calls(Napi::Object exports);
void export_connections(Napi::Object exports);
void export_events(Napi::Object exports);
void export_streams(Napi::Object exports);

}  // namespace vmwright::libvirt
