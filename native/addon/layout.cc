#include "addon/layout.h"

#include <algorithm>
#include <cstring>

#include "addon/args.h"
#include "base/error.h"

namespace vmwright {
namespace {

template <typename T>
T load(const std::byte* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

template <typename T>
void store(std::byte* at, T value) {
  std::memcpy(at, &value, sizeof value);
}

std::size_t size_of(const Field& field) {
  switch (field.kind) {
    case Kind::u8: return 1;
    case Kind::u16: return 2;
    case Kind::u32: return 4;
    case Kind::u64:
    case Kind::s64: return 8;
    case Kind::bytes: return field.count;
    case Kind::structure: return field.inner->size;
  }
  return 0;
}

Napi::Value item_to_js(Napi::Env env, const Field& field, const std::byte* at) {
  switch (field.kind) {
    case Kind::u8: return Napi::Number::New(env, load<std::uint8_t>(at));
    case Kind::u16: return Napi::Number::New(env, load<std::uint16_t>(at));
    case Kind::u32: return Napi::Number::New(env, load<std::uint32_t>(at));
    case Kind::u64: return Napi::BigInt::New(env, load<std::uint64_t>(at));
    case Kind::s64: return Napi::BigInt::New(env, load<std::int64_t>(at));
    case Kind::bytes: return copy_bytes(env, {at, field.count});
    case Kind::structure: return to_js(env, *field.inner, static_cast<const void*>(at));
  }
  return env.Undefined();
}

void bytes_from_js(const Napi::Value& value, const Field& field, std::byte* at, const std::string& what) {
  const auto bytes = to_bytes(value, what);
  if (bytes.size() != field.count) {
    throw Error("OPTION_INVALID", what + ": expected " + std::to_string(field.count) + " bytes");
  }
  std::copy(bytes.begin(), bytes.end(), at);
}

void item_from_js(const Napi::Value& value, const Field& field, std::byte* at, const std::string& what) {
  switch (field.kind) {
    case Kind::u8: return store(at, static_cast<std::uint8_t>(to_unsigned(value, 0xff, what)));
    case Kind::u16: return store(at, to_u16(value, what));
    case Kind::u32: return store(at, to_u32(value, what));
    case Kind::u64: return store(at, to_u64(value, what));
    case Kind::s64: return store(at, to_s64(value, what));
    case Kind::bytes: return bytes_from_js(value, field, at, what);
    case Kind::structure: return from_js(value, *field.inner, static_cast<void*>(at), what);
  }
}

bool is_list(const Field& field) { return field.count > 0 && field.kind != Kind::bytes; }

Napi::Value field_to_js(Napi::Env env, const Field& field, const std::byte* at) {
  if (!is_list(field)) return item_to_js(env, field, at);
  Napi::Array array = Napi::Array::New(env, field.count);
  for (std::size_t i = 0; i < field.count; i++) {
    array.Set(static_cast<std::uint32_t>(i), item_to_js(env, field, at + i * size_of(field)));
  }
  return array;
}

void field_from_js(const Napi::Value& value, const Field& field, std::byte* at, const std::string& what) {
  if (!is_list(field)) return item_from_js(value, field, at, what);
  const Napi::Array array = to_array(value, what);
  if (array.Length() != field.count) {
    throw Error("OPTION_INVALID", what + ": expected " + std::to_string(field.count) + " items");
  }
  for (std::uint32_t i = 0; i < field.count; i++) {
    item_from_js(array.Get(i), field, at + i * size_of(field), what + "[" + std::to_string(i) + "]");
  }
}

}  // namespace

Napi::Object to_js(Napi::Env env, const Layout& layout, const void* base) {
  Napi::Object object = Napi::Object::New(env);
  for (const auto& field : layout.fields) {
    object.Set(field.name, field_to_js(env, field, static_cast<const std::byte*>(base) + field.offset));
  }
  return object;
}

void from_js(const Napi::Value& value, const Layout& layout, void* base, const std::string& what) {
  const Napi::Object object = to_object(value, what);
  for (const auto& field : layout.fields) {
    auto* at = static_cast<std::byte*>(base) + field.offset;
    field_from_js(object.Get(field.name), field, at, what + "." + field.name);
  }
}

}  // namespace vmwright
