// What lies behind the JavaScript objects for a VM and for guest memory.
#pragma once

#include <napi.h>

#include <map>
#include <memory>

#include "base/mapping.h"
#include "kvm/vm.h"

namespace vmwright {

// Guest memory: held by its ArrayBuffer and by every VM that it is a slot of, and gone with the last of them.
struct MemoryState {
  static constexpr napi_type_tag kTag{0x3c1f0c5f9d1b4a52, 0x8f3d6f1c2e7a9b01};
  static constexpr const char* kName = "memory";

  Mapping mapping;
};

// A VM: held by its JavaScript object and by those of its vCPUs, since the kernel's VM lives as long as those do.
struct VmState {
  static constexpr napi_type_tag kTag{0x3c1f0c5f9d1b4a52, 0x8f3d6f1c2e7a9b02};
  static constexpr const char* kName = "the VM";

  struct Slot {
    std::shared_ptr<MemoryState> memory;
    std::size_t size;  // bytes
  };

  std::map<std::uint32_t, Slot> slots;  // outlives the VM that maps them
  Vm vm;
  std::size_t vcpu_mmap_size;
};

}  // namespace vmwright
