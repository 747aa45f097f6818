#include "vmm/filters.h"

#include <linux/fs.h>
#include <linux/if_tun.h>
#include <linux/kvm.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "kvm/flexible_ioctls.h"

namespace vmwright::vmm {
namespace {

using jail::SeccompFilter;

// What the C and C++ libraries do in any thread: memory, locks, signals, the end.
void allow_runtime(SeccompFilter& filter) {
  filter.allow({SYS_futex, SYS_read, SYS_write, SYS_close, SYS_munmap, SYS_madvise, SYS_brk, SYS_clock_gettime, SYS_rt_sigprocmask,
                SYS_rt_sigreturn, SYS_restart_syscall, SYS_sched_yield, SYS_gettid, SYS_getpid, SYS_tgkill, SYS_exit, SYS_exit_group});
  filter.allow_without(SYS_mmap, 2, PROT_EXEC).allow_without(SYS_mprotect, 2, PROT_EXEC).allow({SYS_mremap});
}

void allow_loop(SeccompFilter& filter) {
  filter.allow({SYS_epoll_wait, SYS_epoll_pwait, SYS_epoll_ctl, SYS_timerfd_settime, SYS_eventfd2, SYS_readv, SYS_writev, SYS_sendmsg,
                SYS_recvmsg, SYS_sendto, SYS_recvfrom});
}

}  // namespace

SeccompFilter vcpu_filter() {
  SeccompFilter filter;
  allow_runtime(filter);
  // A driver that activates or resets a device changes its interrupts and doorbells from here.
  const auto requests = vmwright_flexible_requests();
  filter.allow_with(SYS_ioctl, 1, {KVM_RUN, KVM_IOEVENTFD, KVM_SIGNAL_MSI, requests.set_signal_mask})
      .allow({SYS_eventfd2});
  return filter;
}

SeccompFilter device_filter() {
  SeccompFilter filter;
  allow_runtime(filter);
  allow_loop(filter);
  filter.allow_with(SYS_ioctl, 1, {KVM_SIGNAL_MSI, BLKDISCARD, BLKZEROOUT, TUNSETOFFLOAD})
      .allow({SYS_preadv, SYS_pwritev, SYS_pread64, SYS_pwrite64, SYS_fdatasync, SYS_fsync, SYS_fallocate, SYS_lseek, SYS_fstat,
              SYS_newfstatat, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register, SYS_getrandom})
      // The thread that waits for a disk where io_uring is forbidden.
      .allow({SYS_clone, SYS_clone3, SYS_set_robust_list, SYS_rseq, SYS_prctl});
  return filter;
}

SeccompFilter main_filter() {
  SeccompFilter filter;
  allow_runtime(filter);
  allow_loop(filter);
  const auto requests = vmwright_flexible_requests();
  filter
      // A reset puts CPUs and interrupt controllers back to their first state.
      .allow_with(SYS_ioctl, 1,
                  {KVM_SIGNAL_MSI, KVM_KVMCLOCK_CTRL, KVM_SET_REGS, KVM_SET_SREGS, requests.set_msrs,
                   KVM_SET_LAPIC, KVM_SET_MP_STATE, KVM_SET_VCPU_EVENTS, KVM_SET_XCRS, requests.set_xsave, KVM_SET_DEBUGREGS, KVM_SET_IRQCHIP,
                   KVM_GET_REGS, KVM_GET_SREGS,
                   // A driver that reaches registers through PCI configuration space ends its copy in guest memory.
                   KVM_SET_USER_MEMORY_REGION})
      .allow({SYS_accept4, SYS_shutdown, SYS_getsockopt, SYS_fcntl, SYS_pread64, SYS_fstat, SYS_newfstatat, SYS_fallocate, SYS_ftruncate,
              SYS_lseek, SYS_getrandom, SYS_connect,
              // Files of disks are unlocked when they are closed, which an error may do at any time.
              SYS_flock})
      .allow_with(SYS_socket, 0, {AF_UNIX});
  return filter;
}

}  // namespace vmwright::vmm
