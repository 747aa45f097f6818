// PCI devices of the host that a domain gets.
#pragma once

#include <string>

#include "base/json_value.h"
#include "xen/session.h"

namespace vmwright::toolstack {

// `device`: a libxl_device_pci; `type`: of the domain: "pv", "pvh", "hvm". Throws Error when the domain cannot get it: there is no such
// device, xen-pciback does not have it, the type of guest or the host cannot.
void require_pci(xen::Session& session, const JsonValue& device, const std::string& type);

// The same for each of those of a libxl_domain_config.
void require_all_pci(xen::Session& session, const JsonValue& domain);

// `0000:03:00.0`. Throws Error.
std::string pci_address(const JsonValue& device);

}  // namespace vmwright::toolstack
