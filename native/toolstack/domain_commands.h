// What can be asked of any domain, whoever made it.
#pragma once

#include <cstdint>
#include <string>

#include "vmm/qmp/server.h"
#include "xen/session.h"

namespace vmwright::toolstack {

// Answers of `query-balloon` and `x-xen-stats`. Throw Error.
std::string domain_balloon(xen::Session& session, xen::abi::Domid domid);
std::string domain_stats(xen::Session& session, xen::abi::Domid domid);
// Answers of `x-xen-config`, once libxenlight has put it together, and of `x-xen-rename`.
void domain_config(xen::Session& session, xen::abi::Domid domid, const qmp::Server::Reply& reply, const qmp::Server::Refuse& refuse);
std::string rename_domain(xen::Session& session, xen::abi::Domid domid, const std::string& name);
void set_domain_memory(xen::Session& session, xen::abi::Domid domid, std::uint64_t bytes);
// A guest that watches the store is asked there, as all Linux guests do; another one by the ACPI power button, if it has one.
void press_power_button(xen::Session& session, xen::abi::Domid domid, const qmp::Server::Reply& reply,
                        const qmp::Server::Refuse& refuse);

}  // namespace vmwright::toolstack
