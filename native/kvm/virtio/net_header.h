// What a driver may ask for in the header of a frame that it sends. virtio 1.2, section 5.1.6.2.
#pragma once

#include <cstdint>

#include "kvm/net/abi.h"

namespace vmwright::virtio {

// Clears what does not matter to the host; false when the driver asks for something that it did not negotiate.
bool check_header(virtio_net_hdr_v1& header, std::uint64_t features) noexcept;

}  // namespace vmwright::virtio
