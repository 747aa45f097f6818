// What a domain's disks have read and written.
#pragma once

#include <string>
#include <vector>

#include "vmm/qmp/server.h"
#include "xen/session.h"

namespace vmwright::toolstack {

// Answers `query-blockstats`. `disks`: names in order, as libxl has them.
void query_block_stats(xen::Session& session, xen::abi::Domid domid, const std::vector<std::string>& disks,
                       qmp::Server::Reply reply, qmp::Server::Refuse refuse);

}  // namespace vmwright::toolstack
