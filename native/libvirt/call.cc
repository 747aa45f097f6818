#include "libvirt/call.h"

#include <cstdlib>
#include <mutex>

#include "base/error.h"
#include "libvirt/calls.h"
#include "libvirt/frame.h"
#include "libvirt/library.h"
#include "libvirt/libvirt_error.h"

namespace vmwright::libvirt {
namespace {

bool failed(Return meaning, std::int64_t returned) {
  switch (meaning) {
    case Return::status:
    case Return::found:
    case Return::count:
    case Return::i32:
    case Return::boolean:
      return returned < 0;
    case Return::none:
    case Return::id:
      return false;
    default:
      return returned == 0;
  }
}

// The value that the function itself returns; nothing for a mere status.
Value returned_value(const Call& call, std::int64_t returned) {
  const Function& function = call.function();
  auto* pointer = reinterpret_cast<char*>(returned);
  switch (function.returns) {
    case Return::i32:
      return static_cast<double>(returned);
    case Return::boolean:
      return returned != 0;
    case Return::id:
      if (static_cast<std::uint32_t>(returned) == UINT32_MAX) return nullptr;
      return static_cast<double>(static_cast<std::uint32_t>(returned));
    case Return::u64:
      return static_cast<std::uint64_t>(returned);
    case Return::string:
      return take_text(pointer);
    case Return::constant:
      return text_or_null(pointer);
    case Return::handle:
      return adopt(function.return_class, pointer, call);
    case Return::borrowed:
      return Object::share(function.return_class, pointer, call.connection);
    default:
      return {};
  }
}

Value bytes_value(const Slots& slots, std::int64_t returned) {
  const std::unique_ptr<std::byte, decltype(&std::free)> bytes(reinterpret_cast<std::byte*>(returned), std::free);
  // The size is behind the second parameter of virSecretGetValue(), the one function that returns bytes.
  const auto size = *reinterpret_cast<const std::uint64_t*>(slots[1]);
  return Value::Bytes(bytes.get(), bytes.get() + size);
}

// One result is the result; several are a record.
Value combine(const Call& call, Value own, Value::Record results) {
  const Function& function = call.function();
  if (!own.is<std::monostate>()) {
    if (results.empty()) return own;
    results.insert(results.begin(), {function.return_key, std::move(own)});
  }
  if (results.empty()) return {};
  if (results.size() == 1) return std::move(results.front().value);
  return results;
}

// The stream that a call connects, for itself until the end of the call.
std::unique_lock<std::mutex> lock_stream(const Call& call) {
  const Function& function = call.function();
  for (std::size_t i = 0; i < function.param_count; i++) {
    const Param& param = function.params[i];
    if (param.kind != Kind::handle || static_cast<Class>(param.type) != Class::Stream) continue;
    StreamUse& use = call.arguments[i].as<std::shared_ptr<Object>>()->stream_use();
    std::unique_lock lock(use.mutex);
    if (use.ended) throw Error("VM_STATE", "the stream was ended");
    return lock;
  }
  return {};
}

}  // namespace

Value run(Call& call) {
  const Function& function = call.function();
  if (function.custom != nullptr) return function.custom(call);
  const auto stream_lock = lock_stream(call);
  void* address = address_of(call.index);
  Frame frame(call);
  std::int64_t returned = 0;
  do {
    returned = function.invoke(address, frame.slots());
    if (failed(function.returns, returned)) {
      const bool may_be_none = function.returns >= Return::u64 && !LibvirtError::pending();
      if (may_be_none) return nullptr;
      throw LibvirtError::take(function.name);
    }
  } while (frame.wants_more(returned));
  if (function.returns == Return::bytes) return bytes_value(frame.slots(), returned);
  Value::Record results;
  frame.collect(returned, results);
  if (function.returns == Return::found && returned == 0) return nullptr;
  return combine(call, returned_value(call, returned), std::move(results));
}

}  // namespace vmwright::libvirt
