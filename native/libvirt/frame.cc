#include "libvirt/frame.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace vmwright::libvirt {
namespace {

std::uint64_t to_slot(const void* pointer) { return reinterpret_cast<std::uint64_t>(pointer); }

constexpr std::size_t kUuidSize = 16;
constexpr std::size_t kUuidTextSize = 37;
constexpr std::size_t kGrowth = 4;

}  // namespace

void* Call::pointer(std::size_t parameter) const {
  const Value& value = arguments[parameter];
  return value.has_value() ? value.as<std::shared_ptr<Object>>()->pointer() : nullptr;
}

Frame::Frame(const Call& call) : call_(call), function_(call.function()) {
  for (std::size_t i = 0; i < function_.param_count; i++) fill(i);
}

void* Frame::block(std::size_t size) { return blocks_.emplace_back(size > 0 ? size : 1).data(); }

std::uint64_t Frame::unsigned_argument(std::size_t parameter) const {
  const Value& value = call_.arguments[parameter];
  if (value.is<double>()) return static_cast<std::uint64_t>(value.as<double>());
  if (value.is<std::int64_t>()) return static_cast<std::uint64_t>(value.as<std::int64_t>());
  return value.as<std::uint64_t>();
}

void Frame::fill(std::size_t i) {
  const Kind kind = function_.params[i].kind;
  if (kind >= Kind::size_of && kind <= Kind::inout_count) return fill_size(i);
  return kind < Kind::size_of ? fill_input(i) : fill_output(i);
}

void Frame::fill_input(std::size_t i) {
  const Value& value = call_.arguments[i];
  switch (function_.params[i].kind) {
    case Kind::self:
    case Kind::handle:
    case Kind::optional_handle:
      slots_[i] = to_slot(call_.pointer(i));
      break;
    case Kind::string:
    case Kind::optional_string:
      slots_[i] = value.has_value() ? to_slot(value.as<std::string>().c_str()) : 0;
      break;
    case Kind::boolean:
      slots_[i] = value.as<bool>() ? 1 : 0;
      break;
    case Kind::i32:
      slots_[i] = static_cast<std::uint64_t>(static_cast<std::int64_t>(value.as<double>()));
      break;
    case Kind::u32:
    case Kind::u64:
    case Kind::i64:
      slots_[i] = unsigned_argument(i);
      break;
    case Kind::uuid:
    case Kind::bytes:
      slots_[i] = to_slot(value.as<Value::Bytes>().data());
      break;
    case Kind::typed_params:
      slots_[i] = to_slot(params_.emplace_back(value.as<Value::List>()).data());
      break;
    default:
      fill_array(i);
  }
}

void Frame::fill_array(std::size_t i) {
  switch (function_.params[i].kind) {
    case Kind::cpus:
      return fill_cpus(i);
    case Kind::numbers:
      return fill_numbers<unsigned>(i);
    case Kind::fds:
      return fill_numbers<int>(i);
    case Kind::bigints:
      return fill_numbers<unsigned long long>(i);
    case Kind::handles: {
      const auto& list = call_.arguments[i].as<Value::List>();
      auto* pointers = static_cast<void**>(block((list.size() + 1) * sizeof(void*)));
      for (const Value& each : list) *pointers++ = each.as<std::shared_ptr<Object>>()->pointer();
      slots_[i] = to_slot(blocks_.back().data());
      return;
    }
    default:
      if (call_.arguments[i].has_value()) fill_strings(i);
  }
}

template <typename T>
void Frame::fill_numbers(std::size_t i) {
  const auto& list = call_.arguments[i].as<Value::List>();
  auto* numbers = static_cast<T*>(block(list.size() * sizeof(T)));
  slots_[i] = to_slot(numbers);
  for (const Value& each : list) {
    *numbers++ = each.is<double>() ? static_cast<T>(each.as<double>()) : static_cast<T>(each.as<std::uint64_t>());
  }
}

void Frame::fill_strings(std::size_t i) {
  const auto& list = call_.arguments[i].as<Value::List>();
  auto* strings = static_cast<const char**>(block((list.size() + 1) * sizeof(char*)));
  slots_[i] = to_slot(strings);
  for (const Value& each : list) *strings++ = each.as<std::string>().c_str();
}

// The bitmap reaches to the last CPU that is named; those after it are off.
void Frame::fill_cpus(std::size_t i) {
  const auto& list = call_.arguments[i].as<Value::List>();
  std::size_t last = 0;
  for (const Value& each : list) last = std::max(last, static_cast<std::size_t>(each.as<double>()));
  const std::size_t length = last / 8 + 1;
  auto* map = static_cast<unsigned char*>(block(length));
  slots_[i] = to_slot(map);
  capacities_[i] = length;
  for (const Value& each : list) {
    const auto cpu = static_cast<std::size_t>(each.as<double>());
    map[cpu / 8] = static_cast<unsigned char>(map[cpu / 8] | 1u << (cpu % 8));
  }
}

// A size may stand before its array, so it comes from the argument itself.
std::uint64_t Frame::input_size(std::size_t i) const {
  const Value& value = call_.arguments[i];
  if (function_.params[i].kind == Kind::cpus) return capacities_[i];
  if (value.is<Value::Bytes>()) return value.as<Value::Bytes>().size();
  if (function_.params[i].kind == Kind::typed_params) return static_cast<std::uint64_t>(params_.front().count());
  return value.has_value() ? value.as<Value::List>().size() : 0;
}

void Frame::fill_size(std::size_t i) {
  const Param& param = function_.params[i];
  switch (param.kind) {
    case Kind::size_of:
      slots_[i] = input_size(param.link);
      break;
    case Kind::capacity:
      slots_[i] = capacities_[param.link];
      break;
    case Kind::struct_size:
      slots_[i] = structs()[function_.params[param.link].type].size;
      break;
    default:
      cells_[i] = capacities_[param.link];
      slots_[i] = to_slot(&cells_[i]);
  }
}

std::size_t Frame::item_size(const Param& param) const {
  switch (param.kind) {
    case Kind::fill_params:
      return sizeof(VirTypedParameter);
    case Kind::fill_fields:
      return sizeof(VirNodeStats);
    case Kind::fill_names:
      return sizeof(char*);
    case Kind::fill_ids:
      return sizeof(int);
    default:
      return structs()[param.type].size;
  }
}

void Frame::reserve(std::size_t i, std::size_t count) {
  capacities_[i] = count;
  slots_[i] = count == 0 ? 0 : to_slot(block(count * item_size(function_.params[i])));
}

void Frame::fill_output(std::size_t i) {
  const Param& param = function_.params[i];
  switch (param.kind) {
    case Kind::fill_params:
    case Kind::fill_fields:
      return reserve(i, param.type);  // the first capacity
    case Kind::fill_names:
    case Kind::fill_ids:
    case Kind::fill_structs:
      return reserve(i, param.link);
    case Kind::out_struct:
      slots_[i] = to_slot(block(structs()[param.type].size));
      return;
    case Kind::out_uuid:
      slots_[i] = to_slot(block(kUuidSize));
      return;
    case Kind::out_uuid_string:
      slots_[i] = to_slot(block(kUuidTextSize));
      return;
    case Kind::out_buffer:
      capacities_[i] = unsigned_argument(param.link);
      slots_[i] = to_slot(block(capacities_[i]));
      return;
    case Kind::out_u64s:
      capacities_[i] = unsigned_argument(param.link);
      slots_[i] = to_slot(block(capacities_[i] * sizeof(std::uint64_t)));
      return;
    case Kind::out_page_counts:
      // Parameters 2 and 4 of virNodeGetFreePages(): page sizes, cells.
      capacities_[i] = call_.arguments[2].as<Value::List>().size() * unsigned_argument(param.link);
      slots_[i] = to_slot(block(capacities_[i] * sizeof(std::uint64_t)));
      return;
    default:
      slots_[i] = to_slot(&cells_[i]);
  }
}

void Frame::free_names(std::size_t i, std::int64_t count) {
  auto** names = reinterpret_cast<char**>(slots_[i]);
  for (std::int64_t k = 0; k < count; k++) std::free(names[k]);
}

bool Frame::wants_more(std::int64_t returned) {
  for (std::size_t i = 0; i < function_.param_count; i++) {
    const Param& param = function_.params[i];
    if (param.kind == Kind::inout_count) {
      // The first call only asked how many there are.
      const auto count = static_cast<std::size_t>(static_cast<std::uint32_t>(cells_[i]));
      const Kind array = function_.params[param.link].kind;
      if (array == Kind::out_params || slots_[param.link] != 0 || count == 0) continue;
      reserve(param.link, count);
      return true;
    }
    if (param.kind != Kind::capacity || static_cast<std::size_t>(returned) < capacities_[param.link]) continue;
    if (function_.params[param.link].kind == Kind::fill_names) free_names(param.link, returned);
    if (function_.params[param.link].kind == Kind::fill_structs) list_result(param.link, returned);  // frees
    reserve(param.link, capacities_[param.link] * kGrowth);
    fill_size(i);
    return true;
  }
  return false;
}

void Frame::collect(std::int64_t returned, Value::Record& results) {
  for (std::size_t i = 0; i < function_.param_count; i++) {
    const Param& param = function_.params[i];
    if (param.kind > Kind::inout_count && param.kind != Kind::out_size) {
      results.push_back({param.name, result(i, returned)});
    }
  }
}

}  // namespace vmwright::libvirt
