// One call of libvirt: arguments checked on JavaScript's thread, carried out on a worker thread, the result a Value.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "libvirt/connection.h"
#include "libvirt/function.h"
#include "libvirt/value.h"

namespace vmwright::libvirt {

struct Call {
  std::size_t index;                        // of functions()
  std::shared_ptr<Connection> connection;   // handles in the result belong to it
  std::array<Value, kMaxParams> arguments;  // by parameter; empty for those that JavaScript does not give
  InUse in_use;

  const Function& function() const { return functions()[index]; }
  // The pointer of a handle argument; null for none.
  void* pointer(std::size_t parameter) const;
};

// Throws LibvirtError, or Error.
Value run(Call& call);

// A handle for a pointer of libvirt that carries a reference.
Value adopt(Class kind, void* pointer, const Call& call);

}  // namespace vmwright::libvirt
