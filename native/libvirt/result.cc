// The results of a call, and the end of the memory that libvirt allocated for them.
#include <cstdlib>
#include <cstring>

#include "libvirt/calls.h"
#include "libvirt/frame.h"
#include "libvirt/library.h"
#include "libvirt/structs.h"

namespace vmwright::libvirt {
namespace {

using Free = void (*)(void*);

Free free_function(const char* name) { return reinterpret_cast<Free>(find_symbol(Library::libvirt, name)); }

Value struct_list(std::size_t index, void** items, std::int64_t count, const std::shared_ptr<Connection>& connection) {
  const Struct& type = structs()[index];
  Value::List list;
  list.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; i++) list.emplace_back(struct_value(index, items[i], connection));
  if (type.free_list != nullptr) {
    if (items != nullptr) free_function(type.free_list)(items);
    return list;
  }
  const Free free_item = type.free_item == nullptr ? std::free : free_function(type.free_item);
  for (std::int64_t i = 0; i < count; i++) free_item(items[i]);
  std::free(items);
  return list;
}

Value handle_list(Class kind, void** pointers, std::int64_t count, const Call& call) {
  Value::List list;
  list.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; i++) list.push_back(adopt(kind, pointers[i], call));
  std::free(pointers);
  return list;
}

Value name_list(char** names, std::int64_t count) {
  Value::List list;
  list.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; i++) list.push_back(take_text(names[i]));
  return list;
}

template <typename T>
Value number_list(const T* numbers, std::int64_t count) {
  Value::List list;
  for (std::int64_t i = 0; i < count; i++) {
    if constexpr (sizeof(T) == sizeof(std::uint64_t)) {
      list.emplace_back(static_cast<std::uint64_t>(numbers[i]));
    } else {
      list.emplace_back(static_cast<double>(numbers[i]));
    }
  }
  return list;
}

Value::Record field_record(const VirNodeStats* stats, std::int64_t count) {
  Value::Record record;
  for (std::int64_t i = 0; i < count; i++) {
    record.push_back({stats[i].field, static_cast<std::uint64_t>(stats[i].value)});
  }
  return record;
}

Value::Bytes bytes_of(const void* data, std::size_t size) {
  const auto* first = static_cast<const std::byte*>(data);
  return {first, first + size};
}

}  // namespace

Value adopt(Class kind, void* pointer, const Call& call) { return Object::adopt(kind, pointer, call.connection); }

Value Frame::scalar_result(std::size_t i) const {
  const std::uint64_t cell = cells_[i];
  switch (function_.params[i].kind) {
    case Kind::out_i32:
      return static_cast<double>(static_cast<std::int32_t>(cell));
    case Kind::out_u32:
      return static_cast<double>(static_cast<std::uint32_t>(cell));
    case Kind::out_boolean:
      return static_cast<std::int32_t>(cell) != 0;
    case Kind::out_version:
      return static_cast<double>(cell);
    case Kind::out_i64:
      return static_cast<std::int64_t>(cell);
    default:
      return cell;
  }
}

// How many items a parameter that is filled has: the count beside it, or the returned one.
std::int64_t Frame::known_count(std::size_t i, std::int64_t returned) const {
  for (std::size_t k = 0; k < function_.param_count; k++) {
    const Param& param = function_.params[k];
    if (param.kind == Kind::inout_count && param.link == i) return static_cast<std::int32_t>(cells_[k]);
  }
  return returned;
}

Value Frame::params_result(std::size_t i) {
  const std::int64_t count = known_count(i, 0);
  if (function_.params[i].kind == Kind::fill_fields) {
    return field_record(reinterpret_cast<const VirNodeStats*>(slots_[i]), slots_[i] == 0 ? 0 : count);
  }
  const bool allocated = function_.params[i].kind == Kind::out_params;
  auto* params = reinterpret_cast<VirTypedParameter*>(allocated ? cells_[i] : slots_[i]);
  const int usable = params == nullptr ? 0 : static_cast<int>(count);
  Value record = params_to_record(params, usable);
  if (allocated) {
    calls().virTypedParamsFree(params, usable);
  } else if (params != nullptr) {
    calls().virTypedParamsClear(params, usable);
  }
  return record;
}

Value Frame::list_result(std::size_t i, std::int64_t returned) {
  const Param& param = function_.params[i];
  auto** pointers = reinterpret_cast<void**>(cells_[i]);
  switch (param.kind) {
    case Kind::out_structs:
      return struct_list(param.type, pointers, returned, call_.connection);
    case Kind::out_handles:
      return handle_list(static_cast<Class>(param.type), pointers, returned, call_);
    case Kind::out_strings: {
      Value list = name_list(reinterpret_cast<char**>(pointers), returned);
      std::free(pointers);
      return list;
    }
    case Kind::fill_names:
      return name_list(reinterpret_cast<char**>(slots_[i]), returned);
    case Kind::fill_ids:
      return number_list(reinterpret_cast<const int*>(slots_[i]), returned);
    case Kind::fill_structs: {
      Value::List list;
      const Struct& type = structs()[param.type];
      for (std::int64_t k = 0; k < returned; k++) {
        auto* item = reinterpret_cast<std::byte*>(slots_[i]) + k * type.size;
        list.emplace_back(struct_value(param.type, item, call_.connection));
        for (const Field& field : type.fields) {
          if (field.kind == FieldKind::text) std::free(*reinterpret_cast<char**>(item + field.offset));
        }
      }
      return list;
    }
    case Kind::out_page_counts:  // all of them; the test driver says 0 after it filled them
      return number_list(reinterpret_cast<const std::uint64_t*>(slots_[i]), static_cast<std::int64_t>(capacities_[i]));
    default:
      return number_list(reinterpret_cast<const std::uint64_t*>(slots_[i]), returned);
  }
}

Value Frame::result(std::size_t i, std::int64_t returned) {
  const Param& param = function_.params[i];
  const auto* data = reinterpret_cast<const void*>(slots_[i]);
  switch (param.kind) {
    case Kind::out_i32:
    case Kind::out_u32:
    case Kind::out_i64:
    case Kind::out_u64:
    case Kind::out_boolean:
    case Kind::out_version:
      return scalar_result(i);
    case Kind::out_string:
      return take_text(reinterpret_cast<char*>(cells_[i]));
    case Kind::out_uuid:
      return bytes_of(data, 16);
    case Kind::out_uuid_string:
      return std::string(static_cast<const char*>(data));
    case Kind::out_struct:
      return struct_value(param.type, data, call_.connection);
    case Kind::out_buffer:
      return bytes_of(data, capacities_[i]);
    case Kind::out_params:
    case Kind::fill_params:
    case Kind::fill_fields:
      return params_result(i);
    default:
      return list_result(i, returned);
  }
}

}  // namespace vmwright::libvirt
