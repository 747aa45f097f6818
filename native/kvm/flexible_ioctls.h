/* The ioctls whose argument ends in a flexible array. C, because some releases of the kernel's headers
 * (Linux 6.1) give these structs another size in C++, and with it the ioctls another number.
 * Each returns what ioctl() does, or -1 with errno ENOMEM. */
#ifndef VMWRIGHT_FLEXIBLE_IOCTLS_H
#define VMWRIGHT_FLEXIBLE_IOCTLS_H

#include <linux/kvm.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* On success `*count`, the room in `entries`, becomes the number filled in. */
int vmwright_get_supported_cpuid(int system_fd, struct kvm_cpuid_entry2 *entries, uint32_t *count);

int vmwright_set_cpuid2(int vcpu_fd, const struct kvm_cpuid_entry2 *entries, uint32_t count);

/* `blocked` is the kernel's signal set: bit n-1 for signal n. */
int vmwright_set_signal_mask(int vcpu_fd, uint64_t blocked);

#ifdef __cplusplus
}
#endif

#endif
