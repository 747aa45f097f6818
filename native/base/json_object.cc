#include "base/json_object.h"

#include <algorithm>
#include <utility>

namespace vmwright {

JsonObject::JsonObject(const JsonValue& value, std::string path) : members_(value.object()), path_(std::move(path)) {
  if (members_ == nullptr) throw JsonError(path_ + ": must be an object");
}

void JsonObject::fail(std::string_view key, const std::string& what) const {
  throw JsonError(path_ + "." + std::string(key) + ": " + what);
}

bool JsonObject::has(std::string_view key) const {
  const auto found = members_->find(key);
  return found != members_->end() && !found->second.is_null();
}

const JsonValue& JsonObject::member(std::string_view key) {
  if (!has(key)) fail(key, "is missing");
  read_.emplace(key);
  return members_->find(key)->second;
}

std::string JsonObject::string(std::string_view key) {
  const std::string* text = member(key).string();
  if (text == nullptr) fail(key, "must be a string");
  if (text->find('\0') != std::string::npos) fail(key, "must not contain a NUL byte");
  return *text;
}

bool JsonObject::boolean(std::string_view key) {
  const bool* value = member(key).boolean();
  if (value == nullptr) fail(key, "must be true or false");
  return *value;
}

std::uint64_t JsonObject::number(std::string_view key, std::uint64_t min, std::uint64_t max) {
  const std::int64_t* value = member(key).integer();
  if (value != nullptr && *value >= 0 && static_cast<std::uint64_t>(*value) >= min && static_cast<std::uint64_t>(*value) <= max)
    return static_cast<std::uint64_t>(*value);
  fail(key, "must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
}

std::string JsonObject::one_of(std::string_view key, std::initializer_list<std::string_view> words) {
  std::string text = string(key);
  if (std::ranges::find(words, text) != words.end()) return text;
  std::string list;
  for (const std::string_view word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  fail(key, "must be one of " + list);
}

JsonObject JsonObject::object(std::string_view key) { return {member(key), path_ + "." + std::string(key)}; }

const JsonValue::Array& JsonObject::array(std::string_view key) {
  const JsonValue::Array* items = member(key).array();
  if (items == nullptr) fail(key, "must be a list");
  return *items;
}

std::vector<JsonObject> JsonObject::objects(std::string_view key) {
  std::vector<JsonObject> objects;
  for (const JsonValue& item : array(key))
    objects.emplace_back(item, path_ + "." + std::string(key) + "[" + std::to_string(objects.size()) + "]");
  return objects;
}

std::vector<std::string> JsonObject::strings(std::string_view key) {
  std::vector<std::string> strings;
  for (const JsonValue& item : array(key)) {
    if (item.string() == nullptr) fail(key, "must be a list of strings");
    strings.push_back(*item.string());
  }
  return strings;
}

void JsonObject::finish() const {
  for (const auto& [key, value] : *members_)
    if (!value.is_null() && !read_.contains(key)) fail(key, "is not known");
}

}  // namespace vmwright
