// The user network of a domain whose toolstack is another program's: what stays of vmwright-toolstack when libvirt makes the domain.
#pragma once

namespace vmwright::toolstack {

// Carries frames between the passt that listens at `passt` and the interface whose name came last on standard input, a line
// each: `vif5.0`. Until the end of input. Gives back the exit status; throws Error.
int run_network_helper(const char* passt);

}  // namespace vmwright::toolstack
