#include "libvirt/structs.h"

#include <algorithm>
#include <cstring>

#include "libvirt/typed_params.h"

namespace vmwright::libvirt {
namespace {

template <typename T>
T read(const std::byte* place) {
  T value;
  std::memcpy(&value, place, sizeof value);
  return value;
}

Value text_list(char** texts, std::size_t count) {
  Value::List list;
  for (std::size_t i = 0; i < count; i++) list.push_back(text_or_null(texts[i]));
  return list;
}

Value field_value(const Field& field, const std::byte* base, const std::shared_ptr<Connection>& connection) {
  const std::byte* place = base + field.offset;
  const std::byte* link = base + field.link;
  switch (field.kind) {
    case FieldKind::u8:
      return static_cast<double>(read<std::uint8_t>(place));
    case FieldKind::u16:
      return static_cast<double>(read<std::uint16_t>(place));
    case FieldKind::i32:
      return static_cast<double>(read<std::int32_t>(place));
    case FieldKind::u32:
      return static_cast<double>(read<std::uint32_t>(place));
    case FieldKind::i64:
      return read<std::int64_t>(place);
    case FieldKind::u64:
      return read<std::uint64_t>(place);
    case FieldKind::text:
      return text_or_null(read<const char*>(place));
    case FieldKind::chars:
      return std::string(reinterpret_cast<const char*>(place));
    case FieldKind::texts:
      return text_list(read<char**>(place), read<std::size_t>(link));
    case FieldKind::cpus:
      return cpu_numbers(read<const unsigned char*>(place), read<int>(link));
    case FieldKind::structs: {
      Value::List list;
      const auto* items = read<const std::byte*>(place);
      for (unsigned i = 0; i < read<unsigned>(link); i++) {
        list.emplace_back(struct_value(field.type, items + i * structs()[field.type].size, connection));
      }
      return list;
    }
    case FieldKind::handle:
      return Object::share(static_cast<Class>(field.type), read<void*>(place), connection);
    case FieldKind::params:
      return params_to_record(read<const VirTypedParameter*>(place), read<int>(link));
  }
  return {};
}

}  // namespace

bool is_plain(const Struct& type) {
  return std::ranges::all_of(type.fields, [](const Field& field) { return field.kind <= FieldKind::u64; });
}

Value struct_value(std::size_t index, const void* data, const std::shared_ptr<Connection>& connection) {
  const Struct& type = structs()[index];
  const auto* base = static_cast<const std::byte*>(data);
  if (is_plain(type)) return Value::Plain{index, {base, base + type.size}};
  Value::Record record;
  record.reserve(type.fields.size());
  for (const Field& field : type.fields) record.push_back({field.key, field_value(field, base, connection)});
  return record;
}

}  // namespace vmwright::libvirt
