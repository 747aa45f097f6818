// Structs of libvirt as records, by the descriptions in generated/structs.cc.
#pragma once

#include "libvirt/call.h"

namespace vmwright::libvirt {

// The struct at `data`; handles in it get references of their own.
Value::Record struct_to_record(std::size_t index, const void* data, const std::shared_ptr<Connection>& connection);

}  // namespace vmwright::libvirt
