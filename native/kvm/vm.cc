#include "kvm/vm.h"

#include <sys/ioctl.h>

#include <algorithm>

#include "base/error.h"
#include "kvm/flexible_ioctls.h"

namespace vmwright {

int Vm::check_extension(unsigned capability) const {
  return check(ioctl(fd_.get(), KVM_CHECK_EXTENSION, capability), "KVM_CHECK_EXTENSION");
}

void Vm::enable_cap(unsigned capability, std::array<std::uint64_t, 4> args, std::uint32_t flags) const {
  kvm_enable_cap cap{};
  cap.cap = capability;
  cap.flags = flags;
  std::copy(args.begin(), args.end(), cap.args);
  check(ioctl(fd_.get(), KVM_ENABLE_CAP, &cap), "KVM_ENABLE_CAP");
}

void Vm::set_tss_addr(GuestAddr addr) const {
  check(ioctl(fd_.get(), KVM_SET_TSS_ADDR, addr.value), "KVM_SET_TSS_ADDR");
}

void Vm::set_identity_map_addr(GuestAddr addr) const {
  const __u64 value = addr.value;
  check(ioctl(fd_.get(), KVM_SET_IDENTITY_MAP_ADDR, &value), "KVM_SET_IDENTITY_MAP_ADDR");
}

void Vm::set_user_memory_region(std::uint32_t slot, const GuestMemory::Region& memory,
                                std::uint32_t flags) const {
  const kvm_userspace_memory_region region = {
      .slot = slot,
      .flags = flags,
      .guest_phys_addr = memory.base.value,
      .memory_size = memory.bytes.size(),
      .userspace_addr = reinterpret_cast<std::uintptr_t>(memory.bytes.data()),
  };
  check(ioctl(fd_.get(), KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION");
}

void Vm::get_dirty_log(std::uint32_t slot, std::span<std::uint64_t> bitmap) const {
  kvm_dirty_log log{};
  log.slot = slot;
  log.dirty_bitmap = bitmap.data();
  check(ioctl(fd_.get(), KVM_GET_DIRTY_LOG, &log), "KVM_GET_DIRTY_LOG");
}

void Vm::clear_dirty_log(std::uint32_t slot, std::uint64_t first_page, std::uint32_t page_count,
                         std::span<const std::uint64_t> bitmap) const {
  kvm_clear_dirty_log log{};
  log.slot = slot;
  log.first_page = first_page;
  log.num_pages = page_count;
  log.dirty_bitmap = const_cast<std::uint64_t*>(bitmap.data());  // the kernel only reads it
  check(ioctl(fd_.get(), KVM_CLEAR_DIRTY_LOG, &log), "KVM_CLEAR_DIRTY_LOG");
}

Fd Vm::create_vcpu(std::uint32_t id) const {
  return Fd(check(ioctl(fd_.get(), KVM_CREATE_VCPU, id), "KVM_CREATE_VCPU"));
}

void Vm::set_boot_cpu_id(std::uint32_t id) const {
  check(ioctl(fd_.get(), KVM_SET_BOOT_CPU_ID, id), "KVM_SET_BOOT_CPU_ID");
}

void Vm::create_irqchip() const { check(ioctl(fd_.get(), KVM_CREATE_IRQCHIP, 0), "KVM_CREATE_IRQCHIP"); }

kvm_irqchip Vm::get_irqchip(std::uint32_t chip) const {
  kvm_irqchip state{};
  state.chip_id = chip;
  check(ioctl(fd_.get(), KVM_GET_IRQCHIP, &state), "KVM_GET_IRQCHIP");
  return state;
}

void Vm::set_irqchip(const kvm_irqchip& chip) const {
  check(ioctl(fd_.get(), KVM_SET_IRQCHIP, &chip), "KVM_SET_IRQCHIP");
}

void Vm::create_pit2(std::uint32_t flags) const {
  kvm_pit_config config{};
  config.flags = flags;
  check(ioctl(fd_.get(), KVM_CREATE_PIT2, &config), "KVM_CREATE_PIT2");
}

kvm_pit_state2 Vm::get_pit2() const {
  kvm_pit_state2 state{};
  check(ioctl(fd_.get(), KVM_GET_PIT2, &state), "KVM_GET_PIT2");
  return state;
}

void Vm::set_pit2(const kvm_pit_state2& state) const {
  check(ioctl(fd_.get(), KVM_SET_PIT2, &state), "KVM_SET_PIT2");
}

void Vm::irq_line(std::uint32_t gsi, bool level) const {
  kvm_irq_level line{};
  line.irq = gsi;
  line.level = level ? 1 : 0;
  check(ioctl(fd_.get(), KVM_IRQ_LINE, &line), "KVM_IRQ_LINE");
}

int Vm::irq_line_status(std::uint32_t gsi, bool level) const {
  kvm_irq_level line{};
  line.irq = gsi;
  line.level = level ? 1 : 0;
  check(ioctl(fd_.get(), KVM_IRQ_LINE_STATUS, &line), "KVM_IRQ_LINE_STATUS");
  return line.status;
}

void Vm::assign_irqfd(int event, std::uint32_t gsi, int resample) const {
  kvm_irqfd irqfd{};
  irqfd.fd = static_cast<__u32>(event);
  irqfd.gsi = gsi;
  if (resample >= 0) {
    irqfd.flags = KVM_IRQFD_FLAG_RESAMPLE;
    irqfd.resamplefd = static_cast<__u32>(resample);
  }
  check(ioctl(fd_.get(), KVM_IRQFD, &irqfd), "KVM_IRQFD");
}

void Vm::deassign_irqfd(int event, std::uint32_t gsi) const {
  kvm_irqfd irqfd{};
  irqfd.fd = static_cast<__u32>(event);
  irqfd.gsi = gsi;
  irqfd.flags = KVM_IRQFD_FLAG_DEASSIGN;
  check(ioctl(fd_.get(), KVM_IRQFD, &irqfd), "KVM_IRQFD deassign");
}

void Vm::assign_ioeventfd(int event, const IoEvent& where) const {
  io_event(event, where, 0, "KVM_IOEVENTFD");
}

void Vm::deassign_ioeventfd(int event, const IoEvent& where) const {
  io_event(event, where, KVM_IOEVENTFD_FLAG_DEASSIGN, "KVM_IOEVENTFD deassign");
}

void Vm::io_event(int event, const IoEvent& where, std::uint32_t flags, const char* op) const {
  kvm_ioeventfd io{};
  io.fd = event;
  io.len = where.length;
  io.flags = flags;
  if (const auto* port = std::get_if<Port>(&where.address)) {
    io.flags |= KVM_IOEVENTFD_FLAG_PIO;
    io.addr = port->value;
  } else {
    io.addr = std::get<GuestAddr>(where.address).value;
  }
  if (where.match) {
    io.flags |= KVM_IOEVENTFD_FLAG_DATAMATCH;
    io.datamatch = *where.match;
  }
  check(ioctl(fd_.get(), KVM_IOEVENTFD, &io), op);
}

void Vm::set_gsi_routing(std::span<const kvm_irq_routing_entry> entries) const {
  const auto count = static_cast<std::uint32_t>(entries.size());
  check(vmwright_set_gsi_routing(fd_.get(), entries.data(), count), "KVM_SET_GSI_ROUTING");
}

int Vm::signal_msi(const kvm_msi& message) const {
  return check(ioctl(fd_.get(), KVM_SIGNAL_MSI, &message), "KVM_SIGNAL_MSI");
}

kvm_clock_data Vm::get_clock() const {
  kvm_clock_data clock{};
  check(ioctl(fd_.get(), KVM_GET_CLOCK, &clock), "KVM_GET_CLOCK");
  return clock;
}

void Vm::set_clock(const kvm_clock_data& clock) const {
  check(ioctl(fd_.get(), KVM_SET_CLOCK, &clock), "KVM_SET_CLOCK");
}

void Vm::set_msr_filter(const kvm_msr_filter& filter) const {
  check(ioctl(fd_.get(), KVM_X86_SET_MSR_FILTER, &filter), "KVM_X86_SET_MSR_FILTER");
}

}  // namespace vmwright
