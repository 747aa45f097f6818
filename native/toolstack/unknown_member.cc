#include "toolstack/unknown_member.h"

#include "toolstack/domains.h"

namespace vmwright::toolstack {
namespace {

bool says_something(const JsonValue& value) {
  if (value.integer() != nullptr) return *value.integer() > 0;
  if (value.string() != nullptr) return !value.string()->empty();
  if (value.boolean() != nullptr) return *value.boolean();
  if (value.array() != nullptr) return !value.array()->empty();
  return false;  // an object says what its members say
}

}  // namespace

std::optional<std::string> unknown_member(const JsonValue& given, const JsonValue& taken) {
  const JsonValue::Object* members = given.object();
  if (members == nullptr) return std::nullopt;
  const JsonValue nothing{JsonValue::Object{}};
  for (const auto& [key, value] : *members) {
    const JsonValue* found = member(taken, key);
    if (found == nullptr && says_something(value)) return key;
    const auto below = unknown_member(value, found == nullptr ? nothing : *found);
    if (below) return key + "." + *below;
  }
  return std::nullopt;
}

}  // namespace vmwright::toolstack
