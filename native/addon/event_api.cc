// eventfds for JavaScript: what irqfd and ioeventfd are made of. The first argument of each is the event.
#include "addon/args.h"
#include "addon/entry.h"
#include "addon/event_state.h"
#include "addon/handle.h"
#include "addon/kvm_api.h"

namespace vmwright {
namespace {

Napi::Value JS_event_create(const Napi::CallbackInfo& info) {
  return make_handle(info.Env(), std::make_shared<EventState>());
}

Napi::Value JS_event_close(const Napi::CallbackInfo& info) {
  if (const auto event = take<EventState>(info[0])) event->cancel_wait();
  return info.Env().Undefined();
}

Napi::Value JS_event_add(const Napi::CallbackInfo& info) {
  use<EventState>(info[0]).add(to_u64(info[1], "count"));
  return info.Env().Undefined();
}

Napi::Value JS_event_take(const Napi::CallbackInfo& info) {
  return Napi::BigInt::New(info.Env(), use<EventState>(info[0]).take().value_or(0));
}

Napi::Value JS_event_wait(const Napi::CallbackInfo& info) { return use<EventState>(info[0]).wait(info.Env()); }

Napi::Value JS_event_cancel_wait(const Napi::CallbackInfo& info) {
  use<EventState>(info[0]).cancel_wait();
  return info.Env().Undefined();
}

}  // namespace

void export_event_api(Napi::Object exports) {
  add_entry<JS_event_create>(exports, "eventCreate");
  add_entry<JS_event_close>(exports, "eventClose");
  add_entry<JS_event_add>(exports, "eventAdd");
  add_entry<JS_event_take>(exports, "eventTake");
  add_entry<JS_event_wait>(exports, "eventWait");
  add_entry<JS_event_cancel_wait>(exports, "eventCancelWait");
}

}  // namespace vmwright
