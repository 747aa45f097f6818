// One virtual machine: one ioctl = one method. Documentation/virt/kvm/api.rst, "VM ioctls".
// Safe to use from several threads.
#pragma once

#include <linux/kvm.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>

#include "base/fd.h"
#include "kvm/guest_memory.h"
#include "kvm/port.h"

namespace vmwright {

// Where a guest's write sets off an eventfd instead of an exit.
struct IoEvent {
  std::variant<GuestAddr, Port> address;
  // 1, 2, 4 or 8 bytes, or 0 for writes of any length.
  std::uint32_t length;
  // Only writes of this value, when given; then `length` is not 0.
  std::optional<std::uint64_t> match{};
};

class Vm {
 public:
  explicit Vm(Fd fd) noexcept : fd_(std::move(fd)) {}

  // As System::check_extension; some capabilities differ from VM to VM.
  int check_extension(unsigned capability) const;
  void enable_cap(unsigned capability, std::array<std::uint64_t, 4> args, std::uint32_t flags = 0) const;

  // Three pages that KVM on Intel needs for real mode; outside of all guest memory, below 4 GiB.
  void set_tss_addr(GuestAddr addr) const;
  // One more such page; before the first vCPU.
  void set_identity_map_addr(GuestAddr addr) const;
  // The bytes must live as long as this VM, or until the slot is set again. No bytes: the slot is deleted.
  // `flags`: KVM_MEM_LOG_DIRTY_PAGES, KVM_MEM_READONLY.
  void set_user_memory_region(std::uint32_t slot, const GuestMemory::Region& memory,
                              std::uint32_t flags = 0) const;
  // One bit per page, as many words as the slot's pages need. Unless KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2
  // is enabled, reading clears the log.
  void get_dirty_log(std::uint32_t slot, std::span<std::uint64_t> bitmap) const;
  // Clears the pages whose bits are set, bit 0 being `first_page`, a multiple of 64; `page_count` is one
  // too, unless it reaches the end of the slot.
  void clear_dirty_log(std::uint32_t slot, std::uint64_t first_page, std::uint32_t page_count,
                       std::span<const std::uint64_t> bitmap) const;

  Fd create_vcpu(std::uint32_t id) const;
  // The vCPU that starts in the reset state; before the first vCPU. Default 0.
  void set_boot_cpu_id(std::uint32_t id) const;

  // Local APIC, I/O APIC and PIC in the kernel; before the first vCPU.
  void create_irqchip() const;
  // `chip`: KVM_IRQCHIP_PIC_MASTER, _PIC_SLAVE, _IOAPIC.
  kvm_irqchip get_irqchip(std::uint32_t chip) const;
  void set_irqchip(const kvm_irqchip& chip) const;
  // `flags`: KVM_PIT_SPEAKER_DUMMY or 0.
  void create_pit2(std::uint32_t flags) const;
  kvm_pit_state2 get_pit2() const;
  void set_pit2(const kvm_pit_state2& state) const;

  void irq_line(std::uint32_t gsi, bool level) const;
  // Like irq_line(); says what became of it: negative when masked, 0 when it joined one that is pending,
  // else the number of CPUs it was given to.
  int irq_line_status(std::uint32_t gsi, bool level) const;
  // A write to `event` raises `gsi`. With `resample` the line is level triggered: it stays up until the
  // guest acknowledges, then KVM lowers it and signals `resample`. -1: edge triggered.
  void assign_irqfd(int event, std::uint32_t gsi, int resample = -1) const;
  void deassign_irqfd(int event, std::uint32_t gsi) const;
  void assign_ioeventfd(int event, const IoEvent& where) const;
  void deassign_ioeventfd(int event, const IoEvent& where) const;
  // Replaces the whole table.
  void set_gsi_routing(std::span<const kvm_irq_routing_entry> entries) const;
  // How many CPUs got it; 0 when the guest blocks it.
  int signal_msi(const kvm_msi& message) const;

  kvm_clock_data get_clock() const;
  void set_clock(const kvm_clock_data& clock) const;

  // Which MSR accesses leave for user space; needs KVM_CAP_X86_USER_SPACE_MSR with KVM_MSR_EXIT_REASON_FILTER.
  void set_msr_filter(const kvm_msr_filter& filter) const;

 private:
  void io_event(int event, const IoEvent& where, std::uint32_t flags, const char* op) const;

  Fd fd_;
};

}  // namespace vmwright
