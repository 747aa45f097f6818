#include "xen/hypervisor_version.h"

#include <fstream>

#include "base/error.h"

namespace vmwright::xen {
namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

int number(const std::string& path) {
  const std::string line = first_line(path);
  try {
    return std::stoi(line);
  } catch (const std::exception&) {
    throw Error("ENGINE_UNAVAILABLE", path + " has no number in it, but '" + line + "'");
  }
}

}  // namespace

HypervisorVersion hypervisor_version(const std::string& sysfs) {
  const std::string type = first_line(sysfs + "/type");
  if (type != "xen")
    throw Error("ENGINE_UNAVAILABLE", "the host does not run under Xen" + (type.empty() ? "" : " but under " + type));
  return {number(sysfs + "/version/major"), number(sysfs + "/version/minor"), first_line(sysfs + "/version/extra")};
}

}  // namespace vmwright::xen
