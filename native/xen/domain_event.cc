#include "xen/domain_event.h"

#include "base/json_value.h"

namespace vmwright::xen {
namespace {

std::optional<std::uint64_t> unsigned_member(const JsonValue::Object& members, std::string_view key) {
  const auto found = members.find(key);
  if (found == members.end() || found->second.integer() == nullptr || *found->second.integer() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*found->second.integer());
}

}  // namespace

// libxl writes no member for the type of an event: the name of the member that has its details says it.
std::optional<DomainEvent> parse_domain_event(std::string_view json) {
  const JsonValue value = JsonValue::parse(json);
  const JsonValue::Object* members = value.object();
  if (members == nullptr) return std::nullopt;
  const auto domid = unsigned_member(*members, "domid");
  if (!domid) return std::nullopt;
  const auto number = static_cast<abi::Domid>(*domid);
  if (members->contains("type.domain_shutdown")) return DomainEvent{DomainEvent::Kind::shutdown, number};
  if (members->contains("type.domain_death")) return DomainEvent{DomainEvent::Kind::death, number};
  if (!members->contains("type.disk_eject")) return std::nullopt;
  return DomainEvent{DomainEvent::Kind::eject, number, unsigned_member(*members, "for_user").value_or(0)};
}

}  // namespace vmwright::xen
