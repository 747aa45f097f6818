// Parsed JSON. RFC 8259, strictly: no comments, no trailing commas, valid UTF-16 escapes, no duplicate keys, and a bound on depth.
#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vmwright {

// What is wrong and where: `config.disks[0].path: must be a string`.
class JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class JsonValue {
 public:
  using Array = std::vector<JsonValue>;
  using Object = std::map<std::string, JsonValue, std::less<>>;

  // Throws JsonError with the offset. Numbers must be integers that fit 64 bits signed: nothing here needs others.
  static JsonValue parse(std::string_view text);

  JsonValue() noexcept = default;
  template <typename T>
  explicit JsonValue(T value) : value_(std::move(value)) {}

  // nullptr when it is of another type.
  const bool* boolean() const noexcept { return std::get_if<bool>(&value_); }
  const std::int64_t* integer() const noexcept { return std::get_if<std::int64_t>(&value_); }
  const std::string* string() const noexcept { return std::get_if<std::string>(&value_); }
  const Array* array() const noexcept { return std::get_if<Array>(&value_); }
  const Object* object() const noexcept { return std::get_if<Object>(&value_); }
  bool is_null() const noexcept { return std::holds_alternative<std::monostate>(value_); }

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

}  // namespace vmwright
