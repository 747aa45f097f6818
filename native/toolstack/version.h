#pragma once

namespace vmwright::toolstack {

// Of the package; the build passes it.
constexpr const char* kVersion = VMWRIGHT_VERSION;

}  // namespace vmwright::toolstack
