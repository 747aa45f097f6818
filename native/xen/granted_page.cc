#include "xen/granted_page.h"

#include <fcntl.h>
#include <sys/ioctl.h>

#include <cerrno>

#include "base/error.h"

namespace vmwright::xen {
namespace {

constexpr const char* kDevice = "/dev/xen/gntdev";
constexpr std::size_t kPage = 4096;

// linux/include/uapi/xen/gntdev.h, which cannot be included where Xen's own headers are not; one reference.
struct MapGrant {
  std::uint32_t count;
  std::uint32_t pad;
  std::uint64_t offset;  // for mmap(2), an answer
  std::uint32_t domid;
  std::uint32_t reference;
};
constexpr unsigned long kMapGrant = _IOC(_IOC_NONE, 'G', 0, sizeof(MapGrant));

}  // namespace

Fd GrantedPage::open_device() {
  Fd device(open(kDevice, O_RDWR | O_CLOEXEC));
  if (!device) throw Error("ENGINE_FAILED", "open of /dev/xen/gntdev (kernel module xen-gntdev)", errno);
  return device;
}

GrantedPage::GrantedPage(abi::Domid domid, std::uint32_t reference) : device_(open_device()) {
  MapGrant grant = {.count = 1, .pad = 0, .offset = 0, .domid = domid, .reference = reference};
  if (ioctl(device_.get(), kMapGrant, &grant) < 0) throw Error("ENGINE_FAILED", "IOCTL_GNTDEV_MAP_GRANT_REF", errno);
  mapping_ = Mapping::shared(device_.get(), kPage, "mmap of a granted page", grant.offset);
}

}  // namespace vmwright::xen
