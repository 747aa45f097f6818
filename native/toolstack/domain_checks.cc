#include "toolstack/domain_checks.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "base/error.h"
#include "toolstack/domains.h"

namespace vmwright::toolstack {

void require_script(const JsonValue& nic) {
  const std::string script = text(nic, "script");
  if (!script.starts_with('/')) return;  // the hypervisor's own, which libxl finds in its folder
  struct stat status{};
  if (stat(script.c_str(), &status) != 0) throw Error("ENGINE_FAILED", "the host has no program " + script + " to connect the interface");
  if (!S_ISREG(status.st_mode) || access(script.c_str(), X_OK) != 0)
    throw Error("ENGINE_FAILED", script + " cannot connect the interface: it is not a program");
}

void require_scripts(const JsonValue& domain) {
  const JsonValue* nics = member(domain, "nics");
  if (nics == nullptr || nics->array() == nullptr) return;
  for (const JsonValue& nic : *nics->array()) require_script(nic);
}

}  // namespace vmwright::toolstack
