#include "libvirt/typed_params.h"

#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "libvirt/calls.h"
#include "libvirt/libvirt_error.h"

namespace vmwright::libvirt {
namespace {

Value param_value(const VirTypedParameter& param) {
  switch (param.type) {
    case kInt:
      return static_cast<double>(param.value.i);
    case kUInt:
      return static_cast<double>(param.value.ui);
    case kLLong:
      return static_cast<std::int64_t>(param.value.l);
    case kULLong:
      return static_cast<std::uint64_t>(param.value.ul);
    case kDouble:
      return param.value.d;
    case kBoolean:
      return param.value.b != 0;
    case kString:
      return text_or_null(param.value.s);
    default:
      return {};
  }
}

// A name that comes again makes a list.
void append(Value& values, Value value) {
  if (!values.is<Value::List>()) {
    Value::List list;
    list.push_back(std::move(values));
    values.data = std::move(list);
  }
  std::get<Value::List>(values.data).push_back(std::move(value));
}

}  // namespace

Value::Record params_to_record(const VirTypedParameter* params, int count) {
  Value::Record record;
  record.reserve(static_cast<std::size_t>(count));
  std::unordered_map<std::string_view, std::size_t> places;
  for (int i = 0; i < count; i++) {
    if (params[i].field[0] == '\0') continue;  // a two-call getter may leave unused places at the end
    const auto [place, is_new] = places.emplace(params[i].field, record.size());
    if (is_new) {
      record.push_back({params[i].field, param_value(params[i])});
    } else {
      append(record[place->second].value, param_value(params[i]));
    }
  }
  return record;
}

TypedParams::TypedParams(const Value::List& list) {
  try {
    for (std::size_t i = 0; i + 2 < list.size(); i += 3) {
      add(list[i].as<std::string>().c_str(), static_cast<int>(list[i + 1].as<double>()), list[i + 2]);
    }
  } catch (...) {
    calls().virTypedParamsFree(params_, count_);
    throw;
  }
}

TypedParams::TypedParams(TypedParams&& other) noexcept
    : params_(std::exchange(other.params_, nullptr)), count_(std::exchange(other.count_, 0)) {}

TypedParams::~TypedParams() { calls().virTypedParamsFree(params_, count_); }

void TypedParams::add(const char* name, int type, const Value& value) {
  const Calls& c = calls();
  const auto put = [&](auto function, auto native) { return function(&params_, &count_, &capacity_, name, native); };
  const auto run = [&] {
    switch (type) {
      case kInt:
        return put(c.virTypedParamsAddInt, static_cast<int>(value.as<std::int64_t>()));
      case kUInt:
        return put(c.virTypedParamsAddUInt, static_cast<unsigned>(value.as<std::int64_t>()));
      case kLLong:
        return put(c.virTypedParamsAddLLong, static_cast<long long>(value.as<std::int64_t>()));
      case kULLong:
        return put(c.virTypedParamsAddULLong, static_cast<unsigned long long>(value.as<std::uint64_t>()));
      case kDouble:
        return put(c.virTypedParamsAddDouble, value.as<double>());
      case kBoolean:
        return put(c.virTypedParamsAddBoolean, static_cast<int>(value.as<bool>()));
      default:
        return put(c.virTypedParamsAddString, value.as<std::string>().c_str());
    }
  };
  if (run() < 0) throw LibvirtError::take("virTypedParamsAdd");
}

}  // namespace vmwright::libvirt
