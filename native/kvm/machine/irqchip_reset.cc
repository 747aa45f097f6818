#include "kvm/machine/irqchip_reset.h"

#include "kvm/machine/layout.h"

namespace vmwright {
namespace {

// Which inputs of a PIC can be switched to level triggering: not timer, keyboard, cascade; clock, coprocessor.
constexpr std::uint8_t kMasterLevelMask = 0xf8;
constexpr std::uint8_t kSlaveLevelMask = 0xde;

void reset_pic(const Vm& vm, std::uint32_t chip, std::uint8_t level_mask) {
  kvm_irqchip state{};
  state.chip_id = chip;
  state.chip.pic.elcr_mask = level_mask;
  vm.set_irqchip(state);
}

}  // namespace

void reset_irqchip(const Vm& vm) {
  reset_pic(vm, KVM_IRQCHIP_PIC_MASTER, kMasterLevelMask);
  reset_pic(vm, KVM_IRQCHIP_PIC_SLAVE, kSlaveLevelMask);
  kvm_irqchip io_apic{};
  io_apic.chip_id = KVM_IRQCHIP_IOAPIC;
  io_apic.chip.ioapic.base_address = layout::kIoApic.value;
  for (auto& redirection : io_apic.chip.ioapic.redirtbl) redirection.fields.mask = 1;
  vm.set_irqchip(io_apic);
}

}  // namespace vmwright
