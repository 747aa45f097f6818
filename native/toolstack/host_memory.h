// What the hypervisor has left for one more domain.
#pragma once

#include "base/json_value.h"
#include "xen/session.h"

namespace vmwright::toolstack {

// `domain`: a libxl_domain_config. Throws Error{MEMORY_FULL} unless there is room for it. A domain that is made anew is refused by
// libxenlight itself; one that is received would fail in the middle.
void require_memory(xen::Session& session, const JsonValue& domain);

}  // namespace vmwright::toolstack
