// The kernel's structs as JavaScript objects and back, by tables of fields: numbers up to 32 bits are
// numbers, 64-bit ones bigints, arrays of bytes Uint8Arrays, other arrays arrays.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>

namespace vmwright {

enum class Kind : std::uint8_t { u8, u16, u32, u64, s64, bytes, structure };

struct Layout;

struct Field {
  const char* name;  // of the JavaScript property
  std::size_t offset;
  Kind kind;
  std::size_t count;             // items of an array, bytes of Kind::bytes, 0 for a single value
  const Layout* inner{nullptr};  // of Kind::structure
};

struct Layout {
  const char* name;
  std::size_t size;  // of one struct
  std::span<const Field> fields;
};

Napi::Object to_js(Napi::Env env, const Layout& layout, const void* base);
// Fills the fields of the table; every one must be there. The rest of the struct is left alone.
void from_js(const Napi::Value& value, const Layout& layout, void* base, const std::string& what);

template <typename T>
Napi::Object to_js(Napi::Env env, const Layout& layout, const T& state) {
  return to_js(env, layout, static_cast<const void*>(&state));
}

template <typename T>
T from_js(const Napi::Value& value, const Layout& layout) {
  T state{};
  from_js(value, layout, &state, layout.name);
  return state;
}

// An array of structs.
template <typename T>
Napi::Array list_to_js(Napi::Env env, const Layout& layout, std::span<const T> items) {
  Napi::Array array = Napi::Array::New(env, items.size());
  for (std::size_t i = 0; i < items.size(); i++) {
    array.Set(static_cast<std::uint32_t>(i), to_js(env, layout, items[i]));
  }
  return array;
}

template <typename T>
consteval Kind kind_of() {
  using Item = std::remove_all_extents_t<T>;
  if (std::is_array_v<T> && sizeof(Item) == 1) return Kind::bytes;
  if (std::is_class_v<Item>) return Kind::structure;
  if (std::is_signed_v<Item> && sizeof(Item) == 8) return Kind::s64;
  return sizeof(Item) == 8 ? Kind::u64 : sizeof(Item) == 4 ? Kind::u32 : sizeof(Item) == 2 ? Kind::u16 : Kind::u8;
}

template <typename T>
consteval std::size_t count_of() {
  if (!std::is_array_v<T>) return 0;
  return kind_of<T>() == Kind::bytes ? sizeof(T) : std::extent_v<T>;
}

// A macro, because only offsetof() knows where a member is.
#define VMWRIGHT_FIELD(type, name, member) \
  Field { name, offsetof(type, member), kind_of<decltype(type::member)>(), count_of<decltype(type::member)>() }
#define VMWRIGHT_STRUCT(type, name, member, inner) \
  Field { name, offsetof(type, member), Kind::structure, count_of<decltype(type::member)>(), &(inner) }

}  // namespace vmwright
