// What kind of failure libxl's words mean.
#pragma once

#include <string>

#include "base/error.h"

namespace vmwright::toolstack {

// The VmError code to tell: that of the error, or a more precise one.
std::string start_error_code(const Error& error);

}  // namespace vmwright::toolstack
