// Which fields of the kernel's structs JavaScript sees; src/native/kvm/registers.ts and state.ts are their types.
#pragma once

#include <linux/kvm.h>

#include <vector>

#include "addon/layout.h"

namespace vmwright {

extern const Layout kRegs;
extern const Layout kSregs;
extern const Layout kSregs2;
extern const Layout kFpu;
extern const Layout kDebugregs;
extern const Layout kXcr;
extern const Layout kVcpuEvents;
extern const Layout kCpuidEntry;
extern const Layout kMsrEntry;
extern const Layout kTranslation;
extern const Layout kPicState;
extern const Layout kIoapicState;
extern const Layout kPitState;
extern const Layout kClockData;

// Entries to be read: an array of MSR indices.
std::vector<kvm_msr_entry> msr_entries(const Napi::Value& indices);

}  // namespace vmwright
