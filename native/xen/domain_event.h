// What libxl tells of domains that were watched.
#pragma once

#include <optional>
#include <string_view>

#include "xen/libxl_abi.h"

namespace vmwright::xen {

struct DomainEvent {
  enum class Kind {
    shutdown,  // it has stopped by itself and waits to be removed
    death,     // it is gone
  };
  Kind kind;
  abi::Domid domid;
};

// From libxl_event_to_json(); nothing for events of other kinds. Throws JsonError.
std::optional<DomainEvent> parse_domain_event(std::string_view json);

}  // namespace vmwright::xen
