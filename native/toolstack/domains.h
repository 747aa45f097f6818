// What libxl tells of the domains of this host.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json_value.h"
#include "xen/session.h"

namespace vmwright::toolstack {

// The domain with this UUID; the first of a host may die while the next, made for a reboot, lives already.
std::optional<xen::abi::Domid> find_domain(xen::Session& session, const std::string& uuid);

// libxl_dominfo of one domain, and of all, as JSON. Throws Error when there is no such domain.
std::string domain_info(xen::Session& session, xen::abi::Domid domid);
// libxl_vcpuinfo of each of its CPUs, in order, as JSON.
std::vector<std::string> vcpu_infos(xen::Session& session, xen::abi::Domid domid);

std::vector<std::string> all_domains(xen::Session& session);

// A member of an object of libxl's; nullptr when it is not there.
const JsonValue* member(const JsonValue& value, std::string_view key);
std::int64_t number(const JsonValue& value, std::string_view key);
std::string text(const JsonValue& value, std::string_view key);
bool flag(const JsonValue& value, std::string_view key);

}  // namespace vmwright::toolstack
