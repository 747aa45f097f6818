// Figures of a running VM as JSON.
#pragma once

#include <cstdint>
#include <string>

#include "kvm/machine/machine.h"
#include "vmm/devices.h"
#include "vmm/jail/jail.h"

namespace vmwright::vmm {

struct StatsSource {
  const Machine& machine;
  Devices& devices;
  const jail::JailReport* jail;  // null: none was wanted
  int statm;                     // /proc/self/statm, opened in time
  std::int64_t started_ns;       // CLOCK_MONOTONIC of the process
};

// Answer of x-vmwright-stats.
std::string process_stats(const StatsSource& source);

// As QEMU's query-blockstats, as far as we have it; `qdev` is vd0, vd1, …
std::string block_stats(const Devices& devices);

// As QEMU's query-balloon: bytes that the guest has.
std::string balloon_size(std::uint64_t bytes);

}  // namespace vmwright::vmm
