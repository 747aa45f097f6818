// What of KVM a machine cannot do without.
#pragma once

#include <cstdint>

#include "kvm/system.h"

namespace vmwright {

// Throws Error KVM_ERROR that names what the host lacks, or OPTION_INVALID when it cannot give so many CPUs.
void require_capabilities(const System& system, std::uint32_t cpus);

}  // namespace vmwright
