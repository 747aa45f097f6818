// What libxl tells of domains that were watched.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "xen/libxl_abi.h"

namespace vmwright::xen {

struct DomainEvent {
  enum class Kind {
    shutdown,  // it has stopped by itself and waits to be removed
    death,     // it is gone
    eject,     // the guest wants the medium of a drive out
  };
  Kind kind;
  abi::Domid domid;
  // Of an eject: what the drive was watched with, and its name, "hdc", which the session knows. libxl does not tell it.
  std::uint64_t user = 0;
  std::string vdev = {};
};

// From libxl_event_to_json(); nothing for events of other kinds. Throws JsonError.
std::optional<DomainEvent> parse_domain_event(std::string_view json);

}  // namespace vmwright::xen
