// Functions whose arrays have sizes that only other calls tell: written by hand. CUSTOM in generate/rules.ts names them.
#pragma once

#include "libvirt/call.h"

namespace vmwright::libvirt {

Value custom_virDomainGetVcpus(Call& call);
Value custom_virDomainGetVcpuPinInfo(Call& call);
Value custom_virDomainGetEmulatorPinInfo(Call& call);
Value custom_virDomainGetCPUStats(Call& call);
Value custom_virDomainGetSecurityLabelList(Call& call);
Value custom_virNodeGetCPUMap(Call& call);
Value custom_virDomainQemuMonitorCommandWithFiles(Call& call);

}  // namespace vmwright::libvirt
