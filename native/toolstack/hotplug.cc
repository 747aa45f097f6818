#include "toolstack/hotplug.h"

#include <fcntl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/error.h"
#include "base/fd.h"

namespace vmwright::toolstack {
namespace {

// The kernel would announce itself to the guest otherwise. There is no such file where IPv6 is off.
void silence_ipv6(const std::string& interface) {
  const Fd file(open(("/proc/sys/net/ipv6/conf/" + interface + "/disable_ipv6").c_str(), O_WRONLY | O_CLOEXEC));
  if (file) check(static_cast<int>(write(file.get(), "1", 1)), "write of disable_ipv6");
}

void bring_up(const std::string& interface) {
  const Fd any(check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"));
  ifreq request{};
  std::memcpy(request.ifr_name, interface.data(), std::min(interface.size(), sizeof request.ifr_name - 1));
  check(ioctl(any.get(), SIOCGIFFLAGS, &request), "SIOCGIFFLAGS");
  request.ifr_flags |= IFF_UP | IFF_NOARP;
  check(ioctl(any.get(), SIOCSIFFLAGS, &request), "SIOCSIFFLAGS");
}

}  // namespace

bool is_hotplug_action(std::string_view word) {
  return word == "online" || word == "offline" || word == "add" || word == "remove";
}

int run_hotplug(std::string_view action) {
  if (action != "online") return 0;
  const char* interface = std::getenv("vif");
  const char* path = std::getenv("XENBUS_PATH");
  if (interface == nullptr || path == nullptr) return 1;
  try {
    silence_ipv6(interface);
    bring_up(interface);
  } catch (const Error& error) {
    std::fprintf(stderr, "%s: %s\n", interface, error.what());
    return 1;
  }
  // The backend waits for this.
  execlp("xenstore-write", "xenstore-write", (std::string(path) + "/hotplug-status").c_str(), "connected",
         static_cast<char*>(nullptr));
  return 1;
}

}  // namespace vmwright::toolstack
