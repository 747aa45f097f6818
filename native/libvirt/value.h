// What goes into and comes out of libvirt, independent of JavaScript and of the memory of libvirt: calls run on worker
// threads, where no JavaScript value may be touched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace vmwright::libvirt {

class Object;
struct Member;

// monostate is JavaScript's undefined, the integers of 64 bits are its bigints, double is its number.
struct Value {
  using Bytes = std::vector<std::byte>;
  using List = std::vector<Value>;
  using Record = std::vector<Member>;
  // A struct of numbers: its bytes, which JavaScript reads faster than it is told numbers one by one.
  struct Plain {
    std::size_t type;  // of structs()
    Bytes data;
  };
  std::variant<std::monostate, std::nullptr_t, bool, double, std::int64_t, std::uint64_t, std::string, Bytes, List,
               Record, Plain, std::shared_ptr<Object>>
      data;

  Value() = default;
  template <typename T>
    requires(!std::is_same_v<std::remove_cvref_t<T>, Value>)
  Value(T&& value) : data(std::forward<T>(value)) {}

  template <typename T>
  const T& as() const {
    return std::get<T>(data);
  }
  template <typename T>
  bool is() const noexcept {
    return std::holds_alternative<T>(data);
  }
  // Neither undefined nor null.
  bool has_value() const noexcept { return !is<std::monostate>() && !is<std::nullptr_t>(); }
};

struct Member {
  std::string key;
  Value value;
};

// null for a null pointer.
Value text_or_null(const char* text);
// As text_or_null(); frees the string, which came from libvirt.
Value take_text(char* text);
// The numbers of the bits that are set.
Value cpu_numbers(const unsigned char* map, int length);

}  // namespace vmwright::libvirt
