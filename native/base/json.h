// Writes JSON text. The caller keeps begin/end calls balanced; commas and escapes are done here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vmwright {

class JsonWriter {
 public:
  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);

  void string(std::string_view value);
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void integer(std::int64_t value) { raw(std::to_string(value)); }
  // Microseconds as milliseconds with three decimals.
  void milliseconds(std::int64_t micros);
  // A value that is JSON already.
  void json(std::string_view text) { raw(text); }

  const std::string& text() const noexcept { return text_; }

 private:
  void open(char bracket);
  void close(char bracket);
  void raw(std::string_view value);
  void separate();

  std::string text_;
  bool first_ = true;  // nothing was written yet since the last bracket or key
};

}  // namespace vmwright
