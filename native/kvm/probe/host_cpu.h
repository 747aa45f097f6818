// What the CPU and the kernel of this host say about hardware virtualization.
#pragma once

#include "kvm/probe/report.h"

namespace vmwright::probe {

HostCpu read_host_cpu();

}  // namespace vmwright::probe
