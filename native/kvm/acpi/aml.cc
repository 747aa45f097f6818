#include "kvm/acpi/aml.h"

#include <stdexcept>

#include "kvm/acpi/encode.h"

namespace vmwright::acpi {
namespace {

// Opcodes: ACPI 6.5, table 20.1 and section 20.2.
constexpr char kZeroOp = 0x00;
constexpr char kOneOp = 0x01;
constexpr char kNameOp = 0x08;
constexpr char kBytePrefix = 0x0a;
constexpr char kWordPrefix = 0x0b;
constexpr char kDWordPrefix = 0x0c;
constexpr char kStringPrefix = 0x0d;
constexpr char kQWordPrefix = 0x0e;
constexpr char kScopeOp = 0x10;
constexpr char kBufferOp = 0x11;
constexpr char kPackageOp = 0x12;
constexpr char kMethodOp = 0x14;
constexpr char kDualNamePrefix = 0x2e;
constexpr char kMultiNamePrefix = 0x2f;
constexpr char kExtPrefix = 0x5b;
constexpr char kRegionOp = static_cast<char>(0x80);
constexpr char kFieldOp = static_cast<char>(0x81);
constexpr char kDeviceOp = static_cast<char>(0x82);
constexpr char kLocal0 = 0x60;
constexpr char kArg0 = 0x68;
constexpr char kStoreOp = 0x70;
constexpr char kAndOp = 0x7b;
constexpr char kNotifyOp = static_cast<char>(0x86);
constexpr char kEqualOp = static_cast<char>(0x93);
constexpr char kIfOp = static_cast<char>(0xa0);
constexpr char kReturnOp = static_cast<char>(0xa4);

constexpr char kSystemIo = 1;
constexpr char kByteAccess = 1;

constexpr std::size_t kSegment = 4;

// The length counts its own bytes too. Section 20.2.4.
Aml with_length(const Aml& content) {
  if (content.size() + 1 <= 0x3f) return Aml(1, static_cast<char>(content.size() + 1)) + content;
  std::size_t extra = 1;
  while (content.size() + 1 + extra >= std::size_t{1} << (4 + 8 * extra)) extra++;
  if (extra > 3) throw std::logic_error("an AML package is too large");
  const std::size_t length = content.size() + 1 + extra;
  Aml encoded(1, static_cast<char>((extra << 6) | (length & 0xf)));
  for (std::size_t i = 0; i < extra; i++) encoded += static_cast<char>((length >> (4 + 8 * i)) & 0xff);
  return encoded + content;
}

void check_segment(std::string_view segment) {
  for (std::size_t i = 0; i < segment.size(); i++) {
    const char c = segment[i];
    const bool lead = (c >= 'A' && c <= 'Z') || c == '_';
    if (!lead && (i == 0 || c < '0' || c > '9')) throw std::logic_error("bad character in an AML name");
  }
}

unsigned hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  throw std::logic_error("bad hexadecimal digit");
}

}  // namespace

Aml join(std::initializer_list<Aml> terms) {
  Aml all;
  for (const Aml& term : terms) all += term;
  return all;
}

Aml name_string(std::string_view name) {
  Aml encoded;
  while (!name.empty() && (name.front() == '\\' || name.front() == '^')) {
    encoded += name.front();
    name.remove_prefix(1);
  }
  if (name.size() % (kSegment + 1) != kSegment) throw std::logic_error("AML name segments have four characters");
  const std::size_t segments = name.size() / (kSegment + 1) + 1;
  if (segments == 2) encoded += kDualNamePrefix;
  if (segments > 2) encoded += {kMultiNamePrefix, static_cast<char>(segments)};
  for (std::size_t at = 0; at < name.size(); at += kSegment + 1) {
    if (at > 0 && name[at - 1] != '.') throw std::logic_error("AML name segments are separated by dots");
    check_segment(name.substr(at, kSegment));
    encoded += name.substr(at, kSegment);
  }
  return encoded;
}

Aml integer(std::uint64_t value) {
  if (value <= 1) return {value == 0 ? kZeroOp : kOneOp};
  Aml encoded;
  if (value <= 0xff) {
    encoded += kBytePrefix;
    append(encoded, static_cast<std::uint8_t>(value));
  } else if (value <= 0xffff) {
    encoded += kWordPrefix;
    append(encoded, static_cast<std::uint16_t>(value));
  } else if (value <= 0xffff'ffff) {
    encoded += kDWordPrefix;
    append(encoded, static_cast<std::uint32_t>(value));
  } else {
    encoded += kQWordPrefix;
    append(encoded, value);
  }
  return encoded;
}

Aml string(std::string_view text) { return kStringPrefix + Aml(text) + '\0'; }

Aml buffer(const Aml& bytes) { return kBufferOp + with_length(integer(bytes.size()) + bytes); }

Aml package(std::initializer_list<Aml> elements) {
  return kPackageOp + with_length(static_cast<char>(elements.size()) + join(elements));
}

// Three letters of five bits each and four hexadecimal digits, big-endian. Section 19.3.4.
Aml eisa_id(std::string_view id) {
  if (id.size() != 7) throw std::logic_error("an EISA id has seven characters");
  std::uint32_t value = 0;
  for (const char c : id.substr(0, 3)) value = (value << 5) | (static_cast<unsigned>(c - 0x40) & 0x1f);
  for (const char c : id.substr(3)) value = (value << 4) | hex_digit(c);
  return integer(__builtin_bswap32(value));
}

// aabbccdd-eeff-gghh-iijj-kkllmmnnoopp: the first three groups are little-endian. Section 19.6.142.
Aml uuid(std::string_view text) {
  constexpr std::size_t kOrder[] = {6, 4, 2, 0, 11, 9, 16, 14, 19, 21, 24, 26, 28, 30, 32, 34};
  if (text.size() != 36) throw std::logic_error("a UUID has 36 characters");
  Aml bytes;
  for (const std::size_t at : kOrder) bytes += static_cast<char>((hex_digit(text[at]) << 4) | hex_digit(text[at + 1]));
  return buffer(bytes);
}

Aml name(std::string_view name, const Aml& value) { return kNameOp + name_string(name) + value; }

Aml scope(std::string_view name, std::initializer_list<Aml> terms) {
  return kScopeOp + with_length(name_string(name) + join(terms));
}

Aml device(std::string_view name, std::initializer_list<Aml> terms) {
  return Aml{kExtPrefix, kDeviceOp} + with_length(name_string(name) + join(terms));
}

Aml method(std::string_view name, unsigned arguments, bool serialized, std::initializer_list<Aml> terms) {
  const char flags = static_cast<char>(arguments | (serialized ? 8U : 0U));
  return kMethodOp + with_length(name_string(name) + flags + join(terms));
}

Aml port_fields(std::string_view region, std::uint16_t port, std::initializer_list<std::string_view> names) {
  const Aml space = Aml{kExtPrefix, kRegionOp} + name_string(region) + kSystemIo + integer(port) + integer(names.size());
  Aml fields = name_string(region) + kByteAccess;
  for (const std::string_view field : names) {
    fields += name_string(field);
    fields += 8;  // bits
  }
  return space + Aml{kExtPrefix, kFieldOp} + with_length(fields);
}

Aml argument(unsigned number) { return {static_cast<char>(kArg0 + static_cast<char>(number))}; }

Aml local(unsigned number) { return {static_cast<char>(kLocal0 + static_cast<char>(number))}; }

Aml store(const Aml& value, const Aml& target) { return kStoreOp + value + target; }

// The empty target says: only as a value.
Aml bit_and(const Aml& left, const Aml& right) { return kAndOp + left + right + kZeroOp; }

Aml equal(const Aml& left, const Aml& right) { return kEqualOp + left + right; }

Aml if_true(const Aml& condition, std::initializer_list<Aml> terms) {
  return kIfOp + with_length(condition + join(terms));
}

Aml notify(std::string_view object, std::uint8_t value) { return kNotifyOp + name_string(object) + integer(value); }

Aml give_back(const Aml& value) { return kReturnOp + value; }

}  // namespace vmwright::acpi
