// Where things are in the guest's physical address space, its port space and on its interrupt lines. Everything a guest
// sees of it is told by ACPI, E820 and start_info; nothing here is part of a stable interface.
#pragma once

#include <cstdint>

#include "kvm/guest_memory.h"
#include "kvm/port.h"

namespace vmwright::layout {

// An address range; `base + size` does not wrap.
struct Range {
  std::uint64_t base;
  std::uint64_t size;
};

// Low memory that we fill before the first instruction. A kernel is loaded at 1 MiB or above.
constexpr GuestAddr kGdt{0x500};
constexpr GuestAddr kStartInfo{0x6000};    // PVH: start_info, module list, memory map
constexpr GuestAddr kBootParams{0x7000};   // Linux boot protocol: the "zero page"
constexpr GuestAddr kPageTables{0x9000};   // six pages: 4 GiB identity mapped
constexpr GuestAddr kCommandLine{0x20000};
constexpr std::uint64_t kCommandLineRoom = 0x10000;
constexpr std::uint64_t kLowMemoryEnd = 0xa0000;   // from here to 1 MiB a PC has no free memory
constexpr Range kAcpiTables{0xe0000, 0xf000};      // where kernels also look for the RSDP unasked
constexpr GuestAddr kGenerationId{0xef000};        // a page of its own: VM generation ID
constexpr GuestAddr kResetVector{0xffff0};         // code that resets the machine
constexpr Range kFirmware{0xe0000, 0x20000};       // all of the above; reserved in the memory map
constexpr GuestAddr kKernelStart{0x10'0000};

// The device hole, kDeviceHole to kHighMemory.
constexpr Range kPciBars{0xc000'0000, 0x1000'0000};
constexpr Range kVirtioMmio{0xd000'0000, 0x1'0000};
constexpr std::uint64_t kVirtioMmioWindow = 0x1000;
constexpr Range kEcam{0xe800'0000, 0x10'0000};     // bus 0: 32 slots of 8 functions of 4 KiB
constexpr GuestAddr kIoApic{0xfec0'0000};
constexpr GuestAddr kLocalApic{0xfee0'0000};
constexpr GuestAddr kIdentityMap{0xfffb'c000};     // one page, for KVM on Intel
constexpr GuestAddr kTss{0xfffb'd000};             // three pages, likewise

// Ports.
constexpr Port kKeyboardController{0x60};  // to 0x64
constexpr Port kRtc{0x70};                 // and 0x71
constexpr Port kSerial{0x3f8};             // to 0x3ff
constexpr Port kPanic{0x505};
constexpr Port kPower{0x600};              // to 0x603: see legacy/power_registers.h

// Inputs of the I/O APIC.
constexpr std::uint32_t kSerialGsi = 4;
constexpr std::uint32_t kRtcGsi = 8;
constexpr std::uint32_t kEventGsi = 9;     // the generic event device: power button, generation ID

}  // namespace vmwright::layout
