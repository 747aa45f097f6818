#include "xen/json_type.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "base/error.h"

namespace vmwright::xen {

JsonType::JsonType(const Library& library, const std::string& name)
    : name_(name),
      init_(library.function<Init>(("libxl_" + name + "_init").c_str())),
      dispose_(library.function<Dispose>(("libxl_" + name + "_dispose").c_str())),
      from_json_(library.function<FromJson>(("libxl_" + name + "_from_json").c_str())),
      to_json_(library.function<ToJson>(("libxl_" + name + "_to_json").c_str())) {}

// Initialisers begin with a memset of the whole value; two patterns tell which bytes were written, whatever to.
std::size_t JsonType::size() const {
  std::size_t size = 0;
  for (const int pattern : {0xa5, 0x5a}) {
    std::vector<unsigned char> bytes(JsonObjectOf::kRoom, static_cast<unsigned char>(pattern));
    init_(bytes.data());
    const auto last = std::find_if(bytes.rbegin(), bytes.rend(), [&](unsigned char byte) { return byte != pattern; });
    size = std::max(size, static_cast<std::size_t>(bytes.rend() - last));
  }
  return size;
}

JsonObjectOf::JsonObjectOf(const JsonType& type, abi::Ctx ctx)
    : type_(type), ctx_(ctx), bytes_(std::make_unique<std::byte[]>(kRoom)) {
  type_.init_(bytes_.get());
}

JsonObjectOf::JsonObjectOf(const JsonType& type, abi::Ctx ctx, const std::string& json) : JsonObjectOf(type, ctx) {
  if (type_.from_json_(ctx_, bytes_.get(), json.c_str()) == 0) return;
  type_.dispose_(bytes_.get());
  throw Error("ENGINE_FAILED", "libxenlight does not take this " + type_.name() + ": " + json);
}

JsonObjectOf::~JsonObjectOf() { type_.dispose_(bytes_.get()); }

std::string JsonObjectOf::json_of(const JsonType& type, abi::Ctx ctx, const void* value) {
  const std::unique_ptr<char, decltype(&std::free)> text(type.to_json_(ctx, value), &std::free);
  if (!text) throw Error("ENGINE_FAILED", "libxenlight cannot tell a " + type.name());
  // It is printed for people; here one value is one line.
  std::string line = text.get();
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

}  // namespace vmwright::xen
