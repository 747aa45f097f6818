// The KVM capabilities that this library cares about, by name.
#pragma once

#include "kvm/probe/report.h"
#include "kvm/system.h"

namespace vmwright::probe {

std::vector<Capability> read_capabilities(const System& system);

// Names of those without which nothing of ours can run a VM; empty when all are there.
std::string missing_capabilities(const std::vector<Capability>& capabilities);

}  // namespace vmwright::probe
