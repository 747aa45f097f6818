// How a function of libvirt is called: one row of a table each, which generated/functions.cc has. A call is the work of
// one interpreter (call.h) and of one template instance per C signature.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace vmwright::libvirt {

enum class Library : std::uint8_t { libvirt, qemu };

// The order is that of CLASSES in generate/names.ts.
enum class Class : std::uint8_t {
  Connect,
  Domain,
  DomainSnapshot,
  DomainCheckpoint,
  Network,
  NetworkPort,
  Interface,
  StoragePool,
  StorageVol,
  NodeDevice,
  Secret,
  NWFilter,
  NWFilterBinding,
  Stream,
};
inline constexpr std::size_t kClassCount = 14;

// What a parameter is for. "out" ones give a result; "fill" ones are arrays with a capacity, tried again when they
// were too small; `link` is the index of the parameter that belongs to it.
enum class Kind : std::uint8_t {
  none,
  self,
  handle,
  optional_handle,
  handles,           // with a null at the end
  string,
  optional_string,
  strings,
  optional_strings,  // null when there are none
  boolean,
  i32,
  u32,
  i64,
  u64,
  uuid,
  bytes,
  cpus,              // numbers of CPUs, a bitmap for libvirt
  numbers,
  fds,
  bigints,
  typed_params,
  size_of,           // how many `link` has
  capacity,          // of the array `link`
  struct_size,       // of the struct `link`
  inout_count,       // of the array `link`: its capacity, then what it has
  out_size,
  out_i32,
  out_u32,
  out_i64,
  out_u64,
  out_boolean,
  out_version,
  out_string,
  out_uuid,
  out_uuid_string,
  out_struct,
  out_structs,
  out_handles,
  out_strings,
  out_params,
  fill_params,
  fill_fields,
  fill_names,
  fill_ids,
  fill_structs,
  out_u64s,          // as many as the argument `link` says
  out_page_counts,   // for each page size and each of `link` cells
  out_buffer,        // as large as the argument `link` says
};

struct Param {
  Kind kind = Kind::none;
  std::uint8_t type = 0;  // a Class, an index of structs(), or a first capacity
  std::uint8_t link = 0;
  const char* name = nullptr;  // as in JavaScript
};

// What the returned value means.
enum class Return : std::uint8_t {
  none,
  status,    // negative: failure
  found,     // as status; 0: there is none
  count,     // how many a list has; negative: failure
  i32,       // negative: failure
  boolean,   // negative: failure
  id,        // all ones: none
  u64,       // 0: failure
  string,    // ours to free; null: failure
  constant,  // not ours; null: failure or none
  handle,    // null: failure
  borrowed,  // a handle that stays libvirt's
  bytes,     // with an out_size
};

inline constexpr std::size_t kMaxParams = 9;
using Slots = std::array<std::uint64_t, kMaxParams>;
using Invoke = std::int64_t (*)(void* address, const Slots& slots);

struct Call;
struct Value;
using Custom = Value (*)(Call& call);

struct Function {
  const char* name;
  std::uint32_t version;  // major * 1000000 + minor * 1000 + micro
  Library library;
  Invoke invoke;    // null for a custom one
  Custom custom;
  Return returns;
  Class return_class;
  const char* return_key;  // of the returned value when there are other results
  std::uint8_t param_count;
  std::array<Param, kMaxParams> params;
};

std::span<const Function> functions();

enum class FieldKind : std::uint8_t {
  u8, u16, i32, u32, i64, u64,
  text,      // char*
  chars,     // char[]
  texts,     // char**, with a count of size_t at `link`
  cpus,      // unsigned char*, with a length of int at `link`
  structs,   // an array of structs, with a count of unsigned at `link`
  handle,    // of class `type`
  params,    // virTypedParameterPtr, with a count of int at `link`
};

struct Field {
  const char* key;
  FieldKind kind;
  std::uint16_t offset;
  std::uint16_t link = 0;
  std::uint8_t type = 0;  // a Class or an index of structs()
};

struct Struct {
  const char* name;
  std::uint32_t size;
  const char* free_item;  // the function that frees one of a list
  const char* free_list;  // or the whole list
  std::span<const Field> fields;
};

std::span<const Struct> structs();

template <typename T>
T from_slot(std::uint64_t slot) {
  if constexpr (std::is_pointer_v<T>) {
    return reinterpret_cast<T>(slot);
  } else {
    return static_cast<T>(slot);
  }
}

template <typename R, typename... A>
std::int64_t invoke(void* address, const Slots& slots) {
  const auto function = reinterpret_cast<R (*)(A...)>(address);
  const auto call = [&]<std::size_t... I>(std::index_sequence<I...>) { return function(from_slot<A>(slots[I])...); };
  if constexpr (std::is_void_v<R>) {
    call(std::index_sequence_for<A...>());
    return 0;
  } else if constexpr (std::is_pointer_v<R>) {
    return reinterpret_cast<std::int64_t>(call(std::index_sequence_for<A...>()));
  } else {
    return static_cast<std::int64_t>(call(std::index_sequence_for<A...>()));
  }
}

}  // namespace vmwright::libvirt
