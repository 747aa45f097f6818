// A tap device that lives as long as its descriptor, plugged into a bridge of the host.
#pragma once

#include <string>

#include "base/fd.h"

namespace vmwright::vmm {

// Needs CAP_NET_ADMIN. Throws Error{ENGINE_FAILED} that names the bridge.
Fd open_bridge_port(const std::string& bridge);

}  // namespace vmwright::vmm
