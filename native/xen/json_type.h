// libxl's types without their layout, which is another one in every release: libxl itself fills them from JSON and tells them
// as JSON, in buffers that are larger than any release needs.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "xen/library.h"
#include "xen/libxl_abi.h"

namespace vmwright::xen {

// One type of libxl's IDL, e.g. `domain_config`.
class JsonType {
 public:
  // Throws Error{ENGINE_UNAVAILABLE} when this release does not have it.
  JsonType(const Library& library, const std::string& name);

  const std::string& name() const noexcept { return name_; }
  // Bytes of one value in this release: what its own initialiser writes.
  std::size_t size() const;

 private:
  friend class JsonObjectOf;
  using Init = void(void*);
  using Dispose = void(void*);
  using FromJson = int(abi::Ctx, void*, const char*);
  using ToJson = char*(abi::Ctx, const void*);

  const std::string name_;
  Init* init_;
  Dispose* dispose_;
  FromJson* from_json_;
  ToJson* to_json_;
};

// A value of such a type.
class JsonObjectOf {
 public:
  // Bytes; the largest type has 1400 in Xen 4.22.
  static constexpr std::size_t kRoom = 64 << 10;

  // The default value. `type` and the context outlive this.
  JsonObjectOf(const JsonType& type, abi::Ctx ctx);
  // Throws Error{ENGINE_FAILED} unless libxl takes the text.
  JsonObjectOf(const JsonType& type, abi::Ctx ctx, const std::string& json);
  JsonObjectOf(const JsonObjectOf&) = delete;
  JsonObjectOf& operator=(const JsonObjectOf&) = delete;
  ~JsonObjectOf();

  void* get() noexcept { return bytes_.get(); }
  const void* get() const noexcept { return bytes_.get(); }
  std::string json() const { return json_of(type_, ctx_, bytes_.get()); }
  // Of a value that libxl owns.
  static std::string json_of(const JsonType& type, abi::Ctx ctx, const void* value);
  // Gives back what is in a value that libxl gave us in an array; the array itself is free()d by its owner.
  static void dispose(const JsonType& type, void* value) { type.dispose_(value); }

 private:
  const JsonType& type_;
  const abi::Ctx ctx_;
  std::unique_ptr<std::byte[]> bytes_;
};

}  // namespace vmwright::xen
