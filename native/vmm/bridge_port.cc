#include "vmm/bridge_port.h"

#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "kvm/net/tap.h"

namespace vmwright::vmm {
namespace {

ifreq request_for(const std::string& name) {
  ifreq request{};
  if (name.size() >= sizeof request.ifr_name) throw Error("KVM_ERROR", "ifr_name", ENAMETOOLONG);
  std::memcpy(request.ifr_name, name.data(), name.size());
  return request;
}

void add_to_bridge(int socket, const std::string& bridge, const std::string& tap) {
  ifreq port = request_for(bridge);
  port.ifr_ifindex = static_cast<int>(if_nametoindex(tap.c_str()));
  check(ioctl(socket, SIOCBRADDIF, &port), "SIOCBRADDIF");
}

void switch_on(int socket, const std::string& tap) {
  ifreq flags = request_for(tap);
  check(ioctl(socket, SIOCGIFFLAGS, &flags), "SIOCGIFFLAGS");
  flags.ifr_flags |= IFF_UP;
  check(ioctl(socket, SIOCSIFFLAGS, &flags), "SIOCSIFFLAGS");
}

}  // namespace

Fd open_bridge_port(const std::string& bridge) {
  try {
    Fd tap = net::open_tap("vmwright%d");  // the kernel puts in the first free number
    ifreq made{};
    check(ioctl(tap.get(), TUNGETIFF, &made), "TUNGETIFF");
    const Fd socket(check(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"));
    add_to_bridge(socket.get(), bridge, made.ifr_name);
    switch_on(socket.get(), made.ifr_name);
    return tap;
  } catch (const Error& error) {
    throw Error("ENGINE_FAILED", "a port of bridge " + bridge + " cannot be made: " + error.what());
  }
}

}  // namespace vmwright::vmm
