#include "toolstack/pci.h"

#include <unistd.h>

#include <array>
#include <cstdio>

#include "base/error.h"
#include "toolstack/domains.h"
#include "xen/json_type.h"

namespace vmwright::toolstack {
namespace {

constexpr const char* kDevices = "/sys/bus/pci/devices/";
// Kernels of Linux and those that were patched for Xen call the driver differently.
constexpr std::array kDrivers = {"/sys/bus/pci/drivers/pciback/", "/sys/bus/pci/drivers/xen-pciback/"};

bool exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

bool assignable(const std::string& address) {
  for (const char* driver : kDrivers)
    if (exists(driver + address)) return true;
  return false;
}

// libxl refuses too, but says only that something is not supported.
bool has_iommu(xen::Session& session) {
  const xen::JsonType type(session.libxl().library(), "physinfo");
  xen::JsonObjectOf info(type, session.ctx());
  session.now("look at the host", [&] { return session.libxl().get_physinfo(session.ctx(), info.get()); });
  const JsonValue told = JsonValue::parse(info.json());
  const JsonValue* directio = member(told, "cap_hvm_directio");
  return directio != nullptr && directio->boolean() != nullptr && *directio->boolean();
}

}  // namespace

std::string pci_address(const JsonValue& device) {
  const std::array<std::int64_t, 4> parts = {number(device, "domain"), number(device, "bus"), number(device, "dev"), number(device, "func")};
  constexpr std::array<std::int64_t, 4> kMost = {0xffff, 0xff, 0x1f, 7};
  for (std::size_t i = 0; i < parts.size(); i++)
    if (parts[i] < 0 || parts[i] > kMost[i]) throw Error("OPTION_INVALID", "the address of a PCI device is out of range");
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04x:%02x:%02x.%x", static_cast<unsigned>(parts[0]), static_cast<unsigned>(parts[1]),
                static_cast<unsigned>(parts[2]), static_cast<unsigned>(parts[3]));
  return text.data();
}

void require_pci(xen::Session& session, const JsonValue& device, const std::string& type) {
  const std::string address = pci_address(device);
  if (type == "pvh") throw Error("VM_UNSUPPORTED", "a guest of type pvh gets no PCI devices; take pv or hvm");
  if (!exists(kDevices + address)) throw Error("ENGINE_FAILED", "the host has no PCI device " + address);
  if (!assignable(address)) {
    throw Error("ENGINE_FAILED", "the PCI device " + address + " belongs to dom0; give it up with `modprobe xen-pciback; xl pci-assignable-add " +
                                     address + "`");
  }
  if (!has_iommu(session)) {
    throw Error("VM_UNSUPPORTED", "Xen uses no IOMMU on this host, so a guest with the PCI device " + address + " could reach all memory; switch "
                                  "VT-d or AMD-Vi on in the firmware");
  }
}

void require_all_pci(xen::Session& session, const JsonValue& domain) {
  const JsonValue* devices = member(domain, "pcidevs");
  if (devices == nullptr || devices->array() == nullptr) return;
  const JsonValue* create = member(domain, "c_info");
  const std::string type = create == nullptr ? "" : text(*create, "type");
  for (const JsonValue& device : *devices->array()) require_pci(session, device, type);
}

}  // namespace vmwright::toolstack
