// What one VM is, as the engine describes it in JSON. docs/toolstack.md documents the members.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "toolstack/disk_locks.h"

namespace vmwright::toolstack {

// What happens to a domain that has stopped by itself.
enum class Action { destroy, restart, preserve };

struct Config {
  std::string uuid;
  std::string name;
  // libxl_domain_config, as JSON.
  std::string domain;
  std::uint64_t memory = 0;  // bytes
  // Guest disks in order, as libxl names them: "xvda".
  std::vector<std::string> disks;
  std::string console_socket;
  std::string console_log;
  // Sockets of the channels for the guest's agent: the first is /dev/hvc1, and so on.
  std::vector<std::string> agents;
  // Sockets of the control protocol, besides standard input and output.
  std::vector<std::string> control;
  // The socket where the VM's passt listens, for a user network.
  std::optional<std::string> passt;
  // Disks that others may use, too.
  std::vector<LockedDisk> shared;
  // The VM's own overlays, in the order in which a saved VM has them.
  std::vector<std::string> overlays;
  // A saved VM; the first domain goes on from there instead of booting.
  std::optional<std::string> restore;
  // A socket to listen at; the first domain is the one that another toolstack sends there.
  std::optional<std::string> incoming;
  // A file to make as soon as that guest is this VM's: who started it need not live on.
  std::optional<std::string> kept;
  Action on_poweroff = Action::destroy;
  Action on_reboot = Action::restart;
  Action on_crash = Action::destroy;
  // A folder where the memory of a guest that has crashed is written to, before anything else happens to it.
  std::optional<std::string> core_dumps;
  // The first domain stays paused, until `cont`.
  bool paused = false;
  // Goes on when standard input ends.
  bool detached = false;
};

// Throws JsonError that names the member.
Config parse_config(std::string_view json);

}  // namespace vmwright::toolstack
