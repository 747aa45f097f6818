// libxenlight passes over members that it does not know, so a misspelled one would be a default.
#pragma once

#include <optional>
#include <string>

#include "base/json_value.h"

namespace vmwright::toolstack {

// The first member of `given`, as `b_info.max_vcpus`, that libxenlight did not keep in `taken`. It tells no member that has its
// usual value, so zeros and what is empty say nothing.
std::optional<std::string> unknown_member(const JsonValue& given, const JsonValue& taken);

}  // namespace vmwright::toolstack
