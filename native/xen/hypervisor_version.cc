#include "xen/hypervisor_version.h"

#include <cstdio>
#include <memory>

#include "base/error.h"

namespace vmwright::xen {
namespace {

// Not by a stream: with those, a static libstdc++ needs a newer C library than Node does.
std::string first_line(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"), &std::fclose);
  char text[256];
  if (!file || std::fgets(text, sizeof text, file.get()) == nullptr) return "";
  std::string line = text;
  if (line.ends_with('\n')) line.pop_back();
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
