#include "kvm/boot/reset_vector.h"

#include <array>

#include "kvm/legacy/power_registers.h"
#include "kvm/machine/layout.h"

namespace vmwright::boot {

void write_reset_vector(const GuestMemory& memory) {
  using legacy::PowerRegisters;
  constexpr std::uint16_t kPort = layout::kPower.value + PowerRegisters::kResetOffset;
  constexpr std::array<std::uint8_t, 9> kCode = {
      0xba, kPort & 0xff, kPort >> 8,           // mov dx, port
      0xb0, PowerRegisters::kResetValue,        // mov al, value
      0xee,                                     // out dx, al
      0xf4,                                     // hlt
      0xeb, 0xfd,                               // jmp to the hlt
  };
  memory.write(layout::kResetVector, kCode);
}

}  // namespace vmwright::boot
