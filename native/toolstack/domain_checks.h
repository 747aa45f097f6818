// What of a domain can be refused before anything of it is made.
#pragma once

#include "base/json_value.h"

namespace vmwright::toolstack {

// `nic`: a libxl_device_nic. Throws Error unless its script, where it is named by its whole path, is a program.
void require_script(const JsonValue& nic);

// `domain`: a libxl_domain_config. The same for each of its interfaces.
void require_scripts(const JsonValue& domain);

}  // namespace vmwright::toolstack
