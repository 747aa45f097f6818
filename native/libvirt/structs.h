// Structs of libvirt as values, by the descriptions in generated/structs.cc.
#pragma once

#include "libvirt/call.h"

namespace vmwright::libvirt {

// True when its fields are numbers only.
bool is_plain(const Struct& type);

// The struct at `data`; handles in it get references of their own.
Value struct_value(std::size_t index, const void* data, const std::shared_ptr<Connection>& connection);

}  // namespace vmwright::libvirt
