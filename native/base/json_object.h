// Reads the members of a JSON object one by one and refuses what nobody asked for, so that a misspelled key is an error and
// not a default.
#pragma once

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "base/json_value.h"

namespace vmwright {

class JsonObject {
 public:
  // `path` names the object in errors; `value` outlives this. Throws JsonError unless it is an object.
  JsonObject(const JsonValue& value, std::string path);

  // Present and not null.
  bool has(std::string_view key) const;

  // Each throws JsonError `path.key: …` when the member is missing or of another type or out of range.
  std::string string(std::string_view key);
  bool boolean(std::string_view key);
  std::uint64_t number(std::string_view key, std::uint64_t min = 0,
                       std::uint64_t max = std::numeric_limits<std::int64_t>::max());
  std::string one_of(std::string_view key, std::initializer_list<std::string_view> words);
  JsonObject object(std::string_view key);
  std::vector<JsonObject> objects(std::string_view key);
  std::vector<std::string> strings(std::string_view key);

  // Throws JsonError when a member was not read. Call it last.
  void finish() const;

  [[noreturn]] void fail(std::string_view key, const std::string& what) const;

 private:
  const JsonValue& member(std::string_view key);
  const JsonValue::Array& array(std::string_view key);

  const JsonValue::Object* members_;
  std::string path_;
  std::set<std::string, std::less<>> read_;
};

}  // namespace vmwright
