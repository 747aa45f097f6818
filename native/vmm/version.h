#pragma once

namespace vmwright::vmm {

// Of the package; the build passes it.
constexpr const char* kVersion = VMWRIGHT_VERSION;

}  // namespace vmwright::vmm
