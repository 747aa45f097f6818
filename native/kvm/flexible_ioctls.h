/* The ioctls whose argument ends in a flexible array. C, because some releases of the kernel's headers
 * (Linux 6.1) give these structs another size in C++, and with it the ioctls another number.
 * Each returns what ioctl() does, or -1 with errno ENOMEM. */
#ifndef VMWRIGHT_FLEXIBLE_IOCTLS_H
#define VMWRIGHT_FLEXIBLE_IOCTLS_H

#include <linux/kvm.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The numbers of these ioctls, for who filters system calls. */
struct vmwright_flexible_requests {
  uint32_t set_cpuid2, get_msrs, set_msrs, set_gsi_routing, get_xsave, set_xsave, set_signal_mask;
};
struct vmwright_flexible_requests vmwright_flexible_requests(void);

/* On success `*count`, the room in `entries`, becomes the number filled in. When the room is too small
 * the kernel says E2BIG. */
int vmwright_get_supported_cpuid(int system_fd, struct kvm_cpuid_entry2 *entries, uint32_t *count);
int vmwright_get_cpuid2(int vcpu_fd, struct kvm_cpuid_entry2 *entries, uint32_t *count);

int vmwright_set_cpuid2(int vcpu_fd, const struct kvm_cpuid_entry2 *entries, uint32_t count);

/* `*count` becomes the number that exist, also when the room was too small (E2BIG). */
int vmwright_get_msr_index_list(int system_fd, uint32_t *indices, uint32_t *count);
int vmwright_get_msr_feature_index_list(int system_fd, uint32_t *indices, uint32_t *count);

/* The descriptor of a vCPU, or the system's for feature MSRs (get only). Returns how many were read
 * or written: fewer than `count` when the kernel refused the next one. */
int vmwright_get_msrs(int fd, struct kvm_msr_entry *entries, uint32_t count);
int vmwright_set_msrs(int vcpu_fd, const struct kvm_msr_entry *entries, uint32_t count);

int vmwright_set_gsi_routing(int vm_fd, const struct kvm_irq_routing_entry *entries, uint32_t count);

/* `area` has 4096 bytes. */
int vmwright_get_xsave(int vcpu_fd, void *area);
/* `area` has as many bytes as the VM's KVM_CAP_XSAVE2 says, and at least 4096. */
int vmwright_get_xsave2(int vcpu_fd, void *area);
int vmwright_set_xsave(int vcpu_fd, const void *area);

/* `blocked` is the kernel's signal set: bit n-1 for signal n. */
int vmwright_set_signal_mask(int vcpu_fd, uint64_t blocked);

#ifdef __cplusplus
}
#endif

#endif
