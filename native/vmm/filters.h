// Which system calls each kind of thread may make once the VM runs.
#pragma once

#include "vmm/jail/seccomp.h"

namespace vmwright::vmm {

// A vCPU thread: runs the guest and answers its port and register accesses.
jail::SeccompFilter vcpu_filter();
// A thread of a disk or network device.
jail::SeccompFilter device_filter();
// The main thread: control protocol, consoles, power, reset.
jail::SeccompFilter main_filter();

}  // namespace vmwright::vmm
