// What one VM is, as the engine describes it in JSON. docs/vmm.md documents the members.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kvm/block/image.h"
#include "kvm/machine/config.h"
#include "kvm/virtio/rate_limit.h"

namespace vmwright::vmm {

struct Disk {
  block::DiskConfig file;
  virtio::RateLimitConfig limit;
};

// An existing tap device that the user may open.
struct TapNetwork {
  std::string device;
  std::string mac;
};
// A tap device of the VM's own, which goes with it, as a port of `bridge`. Needs root.
struct BridgeNetwork {
  std::string bridge;
  std::string mac;
};
// passt(1) that listens at `socket`.
struct UserNetwork {
  std::string socket;
  std::string mac;
};
using Network = std::variant<std::monostate, TapNetwork, BridgeNetwork, UserNetwork>;

struct Console {
  // The guest's device that the socket talks to. What the guest writes to its serial port gets into the log either way.
  enum class Port {
    hvc0,   // virtio console: a whole buffer per exit
    ttyS0,  // serial port: an exit per byte, for kernels without a driver for the other one
  };
  Port port = Port::hvc0;
  std::string socket;
  std::string log;
};

struct Config {
  std::uint32_t cpus = 1;
  std::uint64_t memory = 0;  // bytes
  Transport transport = Transport::pci;
  std::string kernel;  // ELF or bzImage
  std::optional<std::string> initrd;
  std::string command_line;
  std::vector<Disk> disks;
  Network network;
  Console console;
  // Sockets of the ports org.vmwright.agent.0, .1, …
  std::vector<std::string> agents;
  // Sockets of the control protocol, besides standard input and output.
  std::vector<std::string> control;
  // Folder of the host's end of vsock: the socket `vsock`, and `vsock_PORT` for what the guest connects to. Jailed, the VM is
  // somebody else, so the folder must be open to all and the sockets writable; a folder above it can keep others out.
  std::optional<std::string> vsock;
  bool jail = true;
  // Goes on when standard input ends.
  bool detached = false;
};

// Throws JsonError that names the member.
Config parse_config(std::string_view json);

}  // namespace vmwright::vmm
