// A page that another domain lets us use: /dev/xen/gntdev of Linux. The domain can write to it at any time.
#pragma once

#include <cstdint>

#include "base/fd.h"
#include "base/mapping.h"
#include "xen/libxl_abi.h"

namespace vmwright::xen {

// While it is mapped the domain cannot be gone.
class GrantedPage {
 public:
  // What pages are mapped by. Throws Error when the kernel has none.
  static Fd open_device();

  // Throws Error.
  GrantedPage(abi::Domid domid, std::uint32_t reference);

  void* address() const noexcept { return mapping_.address(); }

 private:
  Fd device_;
  Mapping mapping_;
};

}  // namespace vmwright::xen
