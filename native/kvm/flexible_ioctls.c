#include "kvm/flexible_ioctls.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

static struct kvm_cpuid2 *make_cpuid(uint32_t count) {
  struct kvm_cpuid2 *cpuid = calloc(1, sizeof *cpuid + count * sizeof cpuid->entries[0]);
  if (cpuid != NULL) cpuid->nent = count;
  return cpuid;
}

int vmwright_get_supported_cpuid(int system_fd, struct kvm_cpuid_entry2 *entries, uint32_t *count) {
  struct kvm_cpuid2 *cpuid = make_cpuid(*count);
  if (cpuid == NULL) return -1;
  const int result = ioctl(system_fd, KVM_GET_SUPPORTED_CPUID, cpuid);
  if (result >= 0 && cpuid->nent <= *count) {
    *count = cpuid->nent;
    memcpy(entries, cpuid->entries, *count * sizeof *entries);
  }
  free(cpuid); /* leaves errno alone, POSIX.1-2024 */
  return result;
}

int vmwright_set_cpuid2(int vcpu_fd, const struct kvm_cpuid_entry2 *entries, uint32_t count) {
  struct kvm_cpuid2 *cpuid = make_cpuid(count);
  if (cpuid == NULL) return -1;
  memcpy(cpuid->entries, entries, count * sizeof *entries);
  const int result = ioctl(vcpu_fd, KVM_SET_CPUID2, cpuid);
  free(cpuid);
  return result;
}

int vmwright_set_signal_mask(int vcpu_fd, uint64_t blocked) {
  struct kvm_signal_mask *mask = calloc(1, sizeof *mask + sizeof blocked);
  if (mask == NULL) return -1;
  mask->len = sizeof blocked;
  memcpy(mask->sigset, &blocked, sizeof blocked);
  const int result = ioctl(vcpu_fd, KVM_SET_SIGNAL_MASK, mask);
  free(mask);
  return result;
}
