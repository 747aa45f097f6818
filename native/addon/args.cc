#include "addon/args.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "base/error.h"

namespace vmwright {
namespace {

[[noreturn]] void reject(const std::string& what, const char* expected) {
  throw Error("OPTION_INVALID", what + ": expected " + expected);
}

}  // namespace

std::uint64_t to_unsigned(const Napi::Value& value, std::uint64_t max, const std::string& what) {
  if (!value.IsNumber()) reject(what, "a number");
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0) || number > static_cast<double>(max) || number != std::floor(number)) {
    throw Error("OPTION_INVALID", what + ": expected an integer from 0 to " + std::to_string(max));
  }
  return static_cast<std::uint64_t>(number);
}

std::uint32_t to_u32(const Napi::Value& value, const std::string& what) {
  return static_cast<std::uint32_t>(to_unsigned(value, std::numeric_limits<std::uint32_t>::max(), what));
}

std::uint16_t to_u16(const Napi::Value& value, const std::string& what) {
  return static_cast<std::uint16_t>(to_unsigned(value, std::numeric_limits<std::uint16_t>::max(), what));
}

std::uint64_t to_u64(const Napi::Value& value, const std::string& what) {
  if (!value.IsBigInt()) reject(what, "a bigint");
  bool lossless = false;
  const std::uint64_t number = value.As<Napi::BigInt>().Uint64Value(&lossless);
  if (!lossless) reject(what, "a bigint from 0n to 2n ** 64n - 1n");
  return number;
}

std::int64_t to_s64(const Napi::Value& value, const std::string& what) {
  if (!value.IsBigInt()) reject(what, "a bigint");
  bool lossless = false;
  const std::int64_t number = value.As<Napi::BigInt>().Int64Value(&lossless);
  if (!lossless) reject(what, "a bigint of 64 bits");
  return number;
}

bool to_bool(const Napi::Value& value, const std::string& what) {
  if (!value.IsBoolean()) reject(what, "a boolean");
  return value.As<Napi::Boolean>();
}

std::span<std::byte> to_bytes(const Napi::Value& value, const std::string& what) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    reject(what, "a Uint8Array");
  }
  auto array = value.As<Napi::Uint8Array>();
  return {reinterpret_cast<std::byte*>(array.Data()), array.ByteLength()};
}

std::optional<std::uint64_t> to_optional_u64(const Napi::Value& value, const std::string& what) {
  if (value.IsUndefined()) return std::nullopt;
  return to_u64(value, what);
}

Napi::Array to_array(const Napi::Value& value, const std::string& what) {
  if (!value.IsArray()) reject(what, "an array");
  return value.As<Napi::Array>();
}

Napi::Object to_object(const Napi::Value& value, const std::string& what) {
  if (!value.IsObject()) reject(what, "an object");
  return value.As<Napi::Object>();
}

Napi::Uint8Array copy_bytes(Napi::Env env, std::span<const std::byte> bytes) {
  Napi::Uint8Array array = Napi::Uint8Array::New(env, bytes.size());
  if (!bytes.empty()) std::memcpy(array.Data(), bytes.data(), bytes.size());
  return array;
}

}  // namespace vmwright
