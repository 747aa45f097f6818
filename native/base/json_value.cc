#include "base/json_value.h"

#include <charconv>
#include <utility>

namespace vmwright {
namespace {

constexpr int kMaxDepth = 32;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  JsonValue document() {
    JsonValue value = this->value(0);
    skip_space();
    if (at_ != text_.size()) fail("nothing may follow the value");
    return value;
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw JsonError("JSON at offset " + std::to_string(at_) + ": " + what);
  }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char wanted) {
    skip_space();
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }

  bool take_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  JsonValue value(int depth) {
    if (depth > kMaxDepth) fail("nested too deeply");
    skip_space();
    if (peek() == '{') return object(depth);
    if (peek() == '[') return array(depth);
    if (peek() == '"') return JsonValue(string());
    if (take_word("true")) return JsonValue(true);
    if (take_word("false")) return JsonValue(false);
    if (take_word("null")) return {};
    return number();
  }

  JsonValue object(int depth) {
    JsonValue::Object members;
    take('{');
    if (take('}')) return JsonValue(std::move(members));
    do {
      skip_space();
      std::string key = string();
      if (!take(':')) fail("expected ':'");
      if (!members.emplace(std::move(key), value(depth + 1)).second) fail("duplicate key");
    } while (take(','));
    if (!take('}')) fail("expected ',' or '}'");
    return JsonValue(std::move(members));
  }

  JsonValue array(int depth) {
    JsonValue::Array items;
    take('[');
    if (take(']')) return JsonValue(std::move(items));
    do items.push_back(value(depth + 1));
    while (take(','));
    if (!take(']')) fail("expected ',' or ']'");
    return JsonValue(std::move(items));
  }

  JsonValue number() {
    const std::string_view rest = text_.substr(at_);
    const std::size_t digits = rest.starts_with('-') ? 1 : 0;
    if (rest.size() > digits + 1 && rest[digits] == '0' && rest[digits + 1] >= '0' && rest[digits + 1] <= '9') fail("leading zero");
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc{}) fail("expected a value");
    at_ += static_cast<std::size_t>(end - rest.data());
    if (peek() == '.' || peek() == 'e' || peek() == 'E') fail("numbers must be integers");
    return JsonValue(number);
  }

  std::string string() {
    if (peek() != '"') fail("expected a string");
    ++at_;
    std::string text;
    while (peek() != '"') {
      if (at_ >= text_.size()) fail("the string does not end");
      const char byte = text_[at_++];
      if (static_cast<unsigned char>(byte) < 0x20) fail("control characters must be escaped");
      if (byte == '\\') append_escape(text);
      else text += byte;
    }
    ++at_;
    return text;
  }

  void append_escape(std::string& text) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kBytes = "\"\\/\b\f\n\r\t";
    const char name = peek();
    ++at_;
    if (name == 'u') return append_utf8(text, code_point());
    const std::size_t index = kNames.find(name);
    if (index == std::string_view::npos) fail("unknown escape");
    text += kBytes[index];
  }

  unsigned code_unit() {
    unsigned unit = 0;
    const std::string_view digits = text_.substr(at_, 4);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
    if (error != std::errc{} || end != digits.data() + 4) fail("expected four hexadecimal digits");
    at_ += 4;
    return unit;
  }

  // RFC 8259, section 7: outside of the basic plane a pair of surrogates.
  unsigned code_point() {
    const unsigned high = code_unit();
    if (high < 0xd800 || high > 0xdfff) return high;
    if (high > 0xdbff || !take_word("\\u")) fail("unpaired surrogate");
    const unsigned low = code_unit();
    if (low < 0xdc00 || low > 0xdfff) fail("unpaired surrogate");
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  }

  static void append_utf8(std::string& text, unsigned code) {
    if (code < 0x80) {
      text += static_cast<char>(code);
      return;
    }
    const int following = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr unsigned kLead[] = {0, 0xc0, 0xe0, 0xf0};
    text += static_cast<char>(kLead[following] | (code >> (6 * following)));
    for (int i = following - 1; i >= 0; --i) text += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3f));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

JsonValue JsonValue::parse(std::string_view text) { return Parser(text).document(); }

}  // namespace vmwright
