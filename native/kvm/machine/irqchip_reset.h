// The in-kernel interrupt controllers as they are when a machine is switched on.
#pragma once

#include "kvm/vm.h"

namespace vmwright {

// No vCPU runs.
void reset_irqchip(const Vm& vm);

}  // namespace vmwright
