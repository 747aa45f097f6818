// What libxl calls this program for, in place of a script, when it makes the interface of a user network in dom0.
#pragma once

#include <string_view>

namespace vmwright::toolstack {

// `online` makes the interface ready: nobody but the VM's toolstack is on it, and dom0 itself must not answer there. libxl
// gives the rest in the environment, xl-network-configuration(5) and tools/hotplug. Gives back the exit status.
int run_hotplug(std::string_view action);

// Whether libxl calls hotplug programs so.
bool is_hotplug_action(std::string_view word);

}  // namespace vmwright::toolstack
