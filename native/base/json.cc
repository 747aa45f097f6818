#include "base/json.h"

namespace vmwright {

void JsonWriter::key(std::string_view name) {
  string(name);
  text_ += ':';
  first_ = true;
}

void JsonWriter::string(std::string_view value) {
  separate();
  text_ += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (byte < 0x20) {
      text_ += "\\u00";
      text_ += "0123456789abcdef"[byte >> 4];
      text_ += "0123456789abcdef"[byte & 15];
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

void JsonWriter::milliseconds(std::int64_t micros) {
  std::string digits = std::to_string(micros);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  raw(digits.insert(digits.size() - 3, 1, '.'));
}

void JsonWriter::open(char bracket) {
  separate();
  text_ += bracket;
  first_ = true;
}

void JsonWriter::close(char bracket) {
  text_ += bracket;
  first_ = false;
}

void JsonWriter::raw(std::string_view value) {
  separate();
  text_ += value;
}

void JsonWriter::separate() {
  if (!first_) text_ += ',';
  first_ = false;
}

}  // namespace vmwright
