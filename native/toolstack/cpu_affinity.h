// On which CPUs of the host those of a domain may run.
#pragma once

#include <cstdint>
#include <vector>

#include "base/json_value.h"
#include "xen/session.h"

namespace vmwright::toolstack {

// Of each CPU of a domain, in order, the host's CPUs.
using CpuAffinity = std::vector<std::vector<std::uint64_t>>;

// Throws Error{OPTION_INVALID} for what is no list of lists of CPUs, or names one that the host does not have.
CpuAffinity read_affinity(xen::Session& session, const JsonValue& lists);

// The same for what a libxl_domain_config says of it.
void require_affinity(xen::Session& session, const JsonValue& domain);

// At once, also of a domain that runs. Throws Error.
void pin_cpus(xen::Session& session, xen::abi::Domid domid, const CpuAffinity& affinity);

}  // namespace vmwright::toolstack
