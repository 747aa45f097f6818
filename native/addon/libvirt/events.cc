// Subscriptions to events.
#include "addon/libvirt/environment.h"
#include "addon/libvirt/marshal.h"
#include "libvirt/subscription.h"

namespace vmwright::libvirt {
namespace {

// What TypeScript holds of a subscription.
struct SubscriptionHandle {
  static constexpr napi_type_tag kTag = {0x5b1c7a90d2f84e66, 0xa1c3e5f708192a3b};
  static constexpr const char* kName = "the subscription";

  std::uint64_t receiver;
  std::shared_ptr<Connection> connection;
  // Set by the worker thread before the promise of subscribe() is settled.
  std::shared_ptr<Subscription> subscription;
};

std::uint64_t add_listener(Napi::Env env, const Napi::Value& connect, const Napi::Value& listener, bool keeps_alive) {
  auto function = std::make_shared<Napi::FunctionReference>(Napi::Persistent(listener.As<Napi::Function>()));
  const auto receive = [function](Napi::Env in, Message& message, Napi::Value owner) {
    function->Call({to_js(in, message.value, owner)});
  };
  auto& environment = Environment::of(env);
  return environment.add(env, {receive, Napi::Persistent(connect.As<Napi::Object>()), false, keeps_alive});
}

Subscription::Config make_config(const Napi::CallbackInfo& info) {
  Subscription::Config config{};
  config.event = info[2].ToNumber().Uint32Value();
  if (config.event >= events().size()) throw Error("OPTION_INVALID", "there is no event of that number");
  if (info[3].IsObject()) config.object = use<Raw>(info[3]).object;
  if (info[4].IsString()) config.qemu_event = info[4].As<Napi::String>().Utf8Value();
  return config;
}

// subscribe(handle, connect, event number, object?, QEMU event?, listener, keeps alive, holder): Promise<void>.
// `holder` is an empty array that gets the handle of the subscription.
Napi::Value JS_subscribe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto& environment = Environment::of(env);
  auto handle = std::make_shared<SubscriptionHandle>();
  return promise(env, info[1], [&](std::uint64_t id) {
    handle->connection = use<Raw>(info[0]).object->connection();
    auto in_use = std::make_shared<InUse>();
    in_use->add(handle->connection);
    auto config = make_config(info);
    handle->receiver = add_listener(env, info[1], info[5], info[6].ToBoolean());
    info[7].As<Napi::Array>().Set(0u, make_handle<SubscriptionHandle>(env, handle));
    const auto channel = environment.channel;
    config.deliver = [channel, receiver = handle->receiver](Value event) {
      channel->post({receiver, std::move(event), nullptr});
    };
    handle->connection->pool().submit([channel, id, handle, config, in_use] {
      post_result(*channel, id, [&] {
        handle->subscription = Subscription::start(handle->connection, config);
        return Value();
      });
    });
  });
}

// unsubscribe(handle of the subscription): Promise<void>. No event comes after the call, not even one on its way.
Napi::Value JS_unsubscribe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto& environment = Environment::of(env);
  return promise(env, env.Undefined(), [&](std::uint64_t id) {
    const auto channel = environment.channel;
    const auto handle = take<SubscriptionHandle>(info[0]);
    if (handle) environment.remove(env, handle->receiver);
    auto in_use = std::make_shared<InUse>();
    if (!handle || !handle->subscription || handle->connection->closing()) return channel->post({id, {}, nullptr});
    in_use->add(handle->connection);
    handle->connection->pool().submit([channel, id, handle, in_use] {
      handle->connection->remove(handle->subscription);
      handle->subscription->stop(handle->connection->pointer());
      channel->post({id, {}, nullptr});
    });
  });
}

// eventNames(): string[], in the order of their numbers.
Napi::Value JS_eventNames(const Napi::CallbackInfo& info) {
  Napi::Array names = Napi::Array::New(info.Env());
  for (const Event& event : events()) names.Set(names.Length(), event.name);
  return names;
}

}  // namespace

void export_events(Napi::Object exports) {
  add_function<JS_subscribe>(exports, "subscribe");
  add_function<JS_unsubscribe>(exports, "unsubscribe");
  add_function<JS_eventNames>(exports, "eventNames");
}

}  // namespace vmwright::libvirt
