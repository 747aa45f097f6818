// What a domain's disks have read and written.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "toolstack/backend_counters.h"
#include "vmm/qmp/server.h"
#include "xen/session.h"

namespace vmwright::toolstack {

using KernelDisks = std::map<std::string, DiskCounters>;

// The answer to `query-blockstats`, from what the device model's `info blockstats` says: a line for each disk, which has the
// disk's name or, as names of libxl's disks are not told by every version, stands in the order of the disks. Throws
// qmp::CommandError when it says neither.
// `kernel`: those disks of which the device model knows nothing.
std::string block_stats(const std::string& report, const std::vector<std::string>& disks, const KernelDisks& kernel = {});

// Answers `query-blockstats`. `disks`: names in order, as libxl has them.
void query_block_stats(xen::Session& session, xen::abi::Domid domid, const std::vector<std::string>& disks,
                       qmp::Server::Reply reply, qmp::Server::Refuse refuse);

}  // namespace vmwright::toolstack
