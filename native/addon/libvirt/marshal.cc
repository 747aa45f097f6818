#include "addon/libvirt/marshal.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "addon/libvirt/environment.h"
#include "libvirt/abi.h"

namespace vmwright::libvirt {
namespace {

struct ToJs {
  Napi::Env env;
  const Napi::Value& connect;

  napi_value operator()(std::monostate) const { return env.Undefined(); }
  napi_value operator()(std::nullptr_t) const { return env.Null(); }
  napi_value operator()(bool value) const { return Napi::Boolean::New(env, value); }
  napi_value operator()(double value) const { return Napi::Number::New(env, value); }
  napi_value operator()(std::int64_t value) const { return Napi::BigInt::New(env, value); }
  napi_value operator()(std::uint64_t value) const { return Napi::BigInt::New(env, value); }
  napi_value operator()(const std::string& value) const { return Napi::String::New(env, value); }
  napi_value operator()(const Value::Bytes& value) const {
    Napi::Uint8Array bytes = Napi::Uint8Array::New(env, value.size());
    if (!value.empty()) std::memcpy(bytes.Data(), value.data(), value.size());
    return bytes;
  }
  napi_value operator()(const Value::List& value) const {
    Napi::Array list = Napi::Array::New(env, value.size());
    for (std::size_t i = 0; i < value.size(); i++) list.Set(static_cast<std::uint32_t>(i), to_js(env, value[i], connect));
    return list;
  }
  napi_value operator()(const Value::Record& value) const {
    Napi::Object record = Napi::Object::New(env);
    auto& environment = Environment::of(env);
    for (const Member& member : value) {
      record.Set(environment.key(env, member.key), to_js(env, member.value, connect));
    }
    return record;
  }
  napi_value operator()(const Value::Plain& value) const { return Environment::of(env).reader(env, value).Call({}); }
  napi_value operator()(const std::shared_ptr<Object>& object) const {
    auto raw = std::make_shared<Raw>(Raw{object, nullptr});
    const Napi::Object handle = make_handle<Raw>(env, std::move(raw));
    return Environment::of(env).wrap.Call({Napi::Number::New(env, static_cast<int>(object->kind())), handle, connect});
  }
};

class FromJs {
 public:
  FromJs(const Function& function, const Param& param) : function_(function), param_(param) {}

  Value convert(const Napi::Value& value) const {
    switch (param_.kind) {
      case Kind::self:
      case Kind::handle:
        return handle(value, static_cast<Class>(param_.type));
      case Kind::optional_handle:
        return is_none(value) ? Value(nullptr) : handle(value, static_cast<Class>(param_.type));
      case Kind::optional_string:
        return is_none(value) ? Value(nullptr) : string(value);
      case Kind::optional_strings:
        return is_none(value) ? Value(nullptr) : list(value, &FromJs::string);
      case Kind::string:
        return string(value);
      case Kind::strings:
        return list(value, &FromJs::string);
      case Kind::boolean:
        if (!value.IsBoolean()) reject("a boolean");
        return value.As<Napi::Boolean>().Value();
      case Kind::i32:
        return integer(value, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max());
      case Kind::u32:
        return u32(value);
      case Kind::i64:
        return i64(value);
      case Kind::u64:
        return u64(value);
      default:
        return convert_array(value);
    }
  }

 private:
  Value convert_array(const Napi::Value& value) const {
    switch (param_.kind) {
      case Kind::handles:
        return list(value, &FromJs::element);
      case Kind::cpus:
      case Kind::numbers:
      case Kind::fds:
        return list(value, &FromJs::u32);
      case Kind::bigints:
        return list(value, &FromJs::u64);
      case Kind::typed_params:
        return typed_params(value);
      case Kind::uuid:
      case Kind::bytes:
        return bytes(value);
      default:
        reject("nothing");
    }
  }

  [[noreturn]] void reject(const std::string& expected) const {
    throw Error("OPTION_INVALID", std::string(function_.name) + ": " + param_.name + ": expected " + expected);
  }

  static bool is_none(const Napi::Value& value) { return value.IsNull() || value.IsUndefined(); }

  Value handle(const Napi::Value& value, Class kind) const {
    const Raw& raw = use<Raw>(value);
    if (raw.object->kind() != kind) reject(std::string("a ") + class_name(kind));
    return raw.object;
  }
  Value element(const Napi::Value& value) const { return handle(value, static_cast<Class>(param_.type)); }

  Value string(const Napi::Value& value) const {
    if (!value.IsString()) reject("a string");
    std::string text = value.As<Napi::String>().Utf8Value();
    if (text.find('\0') != std::string::npos) reject("a string without null characters");
    return text;
  }

  Value integer(const Napi::Value& value, double least, double most) const {
    const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
    if (!(number >= least && number <= most) || number != std::floor(number)) {
      reject("an integer from " + std::to_string(static_cast<std::int64_t>(least)) + " to " +
             std::to_string(static_cast<std::int64_t>(most)));
    }
    return number;
  }
  Value u32(const Napi::Value& value) const { return integer(value, 0, std::numeric_limits<std::uint32_t>::max()); }

  static constexpr double kMaxSafe = 9007199254740991.0;

  Value u64(const Napi::Value& value) const {
    if (value.IsNumber()) return static_cast<std::uint64_t>(integer(value, 0, kMaxSafe).as<double>());
    bool lossless = false;
    const std::uint64_t number = value.IsBigInt() ? value.As<Napi::BigInt>().Uint64Value(&lossless) : 0;
    if (!lossless) reject("a number or bigint of 64 bits without sign");
    return number;
  }

  Value i64(const Napi::Value& value) const {
    if (value.IsNumber()) return static_cast<std::int64_t>(integer(value, -kMaxSafe, kMaxSafe).as<double>());
    bool lossless = false;
    const std::int64_t number = value.IsBigInt() ? value.As<Napi::BigInt>().Int64Value(&lossless) : 0;
    if (!lossless) reject("a number or bigint of 64 bits");
    return number;
  }

  Value list(const Napi::Value& value, Value (FromJs::*convert)(const Napi::Value&) const) const {
    if (!value.IsArray()) reject("an array");
    const auto array = value.As<Napi::Array>();
    Value::List result;
    for (std::uint32_t i = 0; i < array.Length(); i++) result.push_back((this->*convert)(array.Get(i)));
    return result;
  }

  Value bytes(const Napi::Value& value) const {
    if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
      reject("a Uint8Array");
    }
    const auto array = value.As<Napi::Uint8Array>();
    constexpr std::size_t kUuidSize = 16;
    if (param_.kind == Kind::uuid && array.ByteLength() != kUuidSize) reject("16 bytes");
    const auto* data = reinterpret_cast<const std::byte*>(array.Data());
    return Value::Bytes(data, data + array.ByteLength());
  }

  // Name, virTypedParameterType and value, again and again; TypeScript chose the types.
  Value typed_params(const Napi::Value& value) const {
    if (!value.IsArray()) reject("typed parameters");
    const auto array = value.As<Napi::Array>();
    Value::List result;
    for (std::uint32_t i = 0; i + 2 < array.Length(); i += 3) {
      result.push_back(string(array.Get(i)));
      const auto type = static_cast<int>(integer(array.Get(i + 1), kInt, kString).as<double>());
      result.emplace_back(static_cast<double>(type));
      result.push_back(typed_value(array.Get(i + 2), type));
    }
    return result;
  }

  Value typed_value(const Napi::Value& value, int type) const {
    switch (type) {
      case kInt:
      case kUInt:
      case kLLong:
        return i64(value);
      case kULLong:
        return u64(value);
      case kDouble:
        if (!value.IsNumber()) reject("a number");
        return value.As<Napi::Number>().DoubleValue();
      case kBoolean:
        if (!value.IsBoolean()) reject("a boolean");
        return value.As<Napi::Boolean>().Value();
      default:
        return string(value);
    }
  }

  const Function& function_;
  const Param& param_;
};

}  // namespace

Napi::Value to_js(Napi::Env env, const Value& value, const Napi::Value& connect) {
  return Napi::Value(env, std::visit(ToJs{env, connect}, value.data));
}

Value from_js(const Napi::Value& value, const Function& function, const Param& param) {
  return FromJs(function, param).convert(value);
}

bool is_input(Kind kind) { return kind < Kind::size_of; }

}  // namespace vmwright::libvirt
