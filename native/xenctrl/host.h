// The hypervisor itself and the machine below it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xenctrl/interface.h"

namespace vmwright::xenctrl {

struct VersionInfo {
  int major;
  int minor;
  std::string extra;
  std::string changeset;
  std::string capabilities;
  std::string command_line;
  std::string compiler;
  std::string compiled_by;
  std::string compiled_in;
  std::string compiled_at;
  std::string build_id;  // hexadecimal; empty without one
};
VersionInfo version_info(Interface& xen);

abi::PhysInfo phys_info(Interface& xen);
// By the number of the CPU; of one that is offline the core is kNoCore.
std::vector<abi::CpuTopology> cpu_topology(Interface& xen);
// Nanoseconds that each CPU had nothing to do, by its number.
std::vector<std::uint64_t> cpu_idle(Interface& xen);

struct Numa {
  std::vector<abi::NodeMemory> nodes;    // by number; kNoMemory where there is none
  std::vector<std::uint32_t> distances;  // from node i to node j at [i * nodes.size() + j]
};
Numa numa(Interface& xen);

struct ConsoleText {
  std::string text;
  std::uint32_t next;  // the place in the log after the text
};
// The hypervisor's log from that place on, or all that it still has. `clear` forgets what was there before.
ConsoleText read_console(Interface& xen, std::optional<std::uint32_t> since, bool clear);
// As if they were typed at the console; what they print goes to its log.
void send_debug_keys(Interface& xen, const std::string& keys);

// Domain 0 and with it the machine is reset unless the watchdog of that number is set again within `seconds`. Number 0 makes
// a new one and gives its number; 0 seconds ends one.
std::uint32_t set_watchdog(Interface& xen, std::uint32_t id, std::uint32_t seconds);

}  // namespace vmwright::xenctrl
