// Arguments and properties from JavaScript, checked: OPTION_INVALID names what is wrong.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace vmwright {

// An integer number from 0 to `max`.
std::uint64_t to_unsigned(const Napi::Value& value, std::uint64_t max, const std::string& what);
std::uint32_t to_u32(const Napi::Value& value, const std::string& what);
std::uint16_t to_u16(const Napi::Value& value, const std::string& what);
// A bigint that fits into 64 bits without sign.
std::uint64_t to_u64(const Napi::Value& value, const std::string& what);
// A bigint that fits into 64 bits with sign.
std::int64_t to_s64(const Napi::Value& value, const std::string& what);
bool to_bool(const Napi::Value& value, const std::string& what);
// A Uint8Array; the span is valid until JavaScript runs again.
std::span<std::byte> to_bytes(const Napi::Value& value, const std::string& what);
// Nothing for undefined.
std::optional<std::uint64_t> to_optional_u64(const Napi::Value& value, const std::string& what);
Napi::Array to_array(const Napi::Value& value, const std::string& what);
Napi::Object to_object(const Napi::Value& value, const std::string& what);

// A Uint8Array of its own memory.
Napi::Uint8Array copy_bytes(Napi::Env env, std::span<const std::byte> bytes);

}  // namespace vmwright
