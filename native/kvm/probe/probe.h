// Is this host's KVM good for stock kernels? Asked of its behaviour, since /dev/kvm also exists
// where kernel code is emulated instruction by instruction, badly.
#pragma once

#include <chrono>

#include "kvm/probe/report.h"

namespace vmwright::probe {

struct Config {
  std::string device = "/dev/kvm";
  // For all steps of the guest together: 50 ms are enough, unless the host is very busy.
  std::chrono::milliseconds limit{2000};
};

// Never throws for what a host lacks: that is the report. Blocks the calling thread up to the limit.
Report run_probe(const Config& config);

}  // namespace vmwright::probe
