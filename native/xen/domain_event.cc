#include "xen/domain_event.h"

#include "base/json_value.h"

namespace vmwright::xen {

// libxl writes no member for the type of an event: the name of the member that has its details says it.
std::optional<DomainEvent> parse_domain_event(std::string_view json) {
  const JsonValue value = JsonValue::parse(json);
  const JsonValue::Object* members = value.object();
  if (members == nullptr) return std::nullopt;
  const auto domid = members->find("domid");
  if (domid == members->end() || domid->second.integer() == nullptr) return std::nullopt;
  const auto number = static_cast<abi::Domid>(*domid->second.integer());
  if (members->contains("type.domain_shutdown")) return DomainEvent{DomainEvent::Kind::shutdown, number};
  if (members->contains("type.domain_death")) return DomainEvent{DomainEvent::Kind::death, number};
  return std::nullopt;
}

}  // namespace vmwright::xen
