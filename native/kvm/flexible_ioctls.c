#include "kvm/flexible_ioctls.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

struct vmwright_flexible_requests vmwright_flexible_requests(void) {
  return (struct vmwright_flexible_requests){
      .set_cpuid2 = KVM_SET_CPUID2,
      .get_msrs = KVM_GET_MSRS,
      .set_msrs = KVM_SET_MSRS,
      .set_gsi_routing = KVM_SET_GSI_ROUTING,
      .get_xsave = KVM_GET_XSAVE,
      .set_xsave = KVM_SET_XSAVE,
      .set_signal_mask = KVM_SET_SIGNAL_MASK,
  };
}

/* free() leaves errno alone: POSIX.1-2024, glibc since 2.33. */

static struct kvm_cpuid2 *make_cpuid(uint32_t count) {
  struct kvm_cpuid2 *cpuid = calloc(1, sizeof *cpuid + count * sizeof cpuid->entries[0]);
  if (cpuid != NULL) cpuid->nent = count;
  return cpuid;
}

static int get_cpuid(int fd, unsigned long request, struct kvm_cpuid_entry2 *entries, uint32_t *count) {
  struct kvm_cpuid2 *cpuid = make_cpuid(*count);
  if (cpuid == NULL) return -1;
  const int result = ioctl(fd, request, cpuid);
  if (result >= 0 && cpuid->nent <= *count) {
    *count = cpuid->nent;
    memcpy(entries, cpuid->entries, *count * sizeof *entries);
  }
  free(cpuid);
  return result;
}

int vmwright_get_supported_cpuid(int system_fd, struct kvm_cpuid_entry2 *entries, uint32_t *count) {
  return get_cpuid(system_fd, KVM_GET_SUPPORTED_CPUID, entries, count);
}

int vmwright_get_cpuid2(int vcpu_fd, struct kvm_cpuid_entry2 *entries, uint32_t *count) {
  return get_cpuid(vcpu_fd, KVM_GET_CPUID2, entries, count);
}

int vmwright_set_cpuid2(int vcpu_fd, const struct kvm_cpuid_entry2 *entries, uint32_t count) {
  struct kvm_cpuid2 *cpuid = make_cpuid(count);
  if (cpuid == NULL) return -1;
  if (count > 0) memcpy(cpuid->entries, entries, count * sizeof *entries);
  const int result = ioctl(vcpu_fd, KVM_SET_CPUID2, cpuid);
  free(cpuid);
  return result;
}

static int get_msr_list(int fd, unsigned long request, uint32_t *indices, uint32_t *count) {
  struct kvm_msr_list *list = calloc(1, sizeof *list + *count * sizeof list->indices[0]);
  if (list == NULL) return -1;
  list->nmsrs = *count;
  const int result = ioctl(fd, request, list);
  if (result >= 0 && list->nmsrs <= *count) memcpy(indices, list->indices, list->nmsrs * sizeof *indices);
  *count = list->nmsrs;
  free(list);
  return result;
}

int vmwright_get_msr_index_list(int system_fd, uint32_t *indices, uint32_t *count) {
  return get_msr_list(system_fd, KVM_GET_MSR_INDEX_LIST, indices, count);
}

int vmwright_get_msr_feature_index_list(int system_fd, uint32_t *indices, uint32_t *count) {
  return get_msr_list(system_fd, KVM_GET_MSR_FEATURE_INDEX_LIST, indices, count);
}

static struct kvm_msrs *make_msrs(const struct kvm_msr_entry *entries, uint32_t count) {
  struct kvm_msrs *msrs = calloc(1, sizeof *msrs + count * sizeof msrs->entries[0]);
  if (msrs == NULL) return NULL;
  msrs->nmsrs = count;
  if (count > 0) memcpy(msrs->entries, entries, count * sizeof *entries);
  return msrs;
}

int vmwright_get_msrs(int fd, struct kvm_msr_entry *entries, uint32_t count) {
  struct kvm_msrs *msrs = make_msrs(entries, count);
  if (msrs == NULL) return -1;
  const int result = ioctl(fd, KVM_GET_MSRS, msrs);
  if (result > 0) memcpy(entries, msrs->entries, (size_t)result * sizeof *entries);
  free(msrs);
  return result;
}

int vmwright_set_msrs(int vcpu_fd, const struct kvm_msr_entry *entries, uint32_t count) {
  struct kvm_msrs *msrs = make_msrs(entries, count);
  if (msrs == NULL) return -1;
  const int result = ioctl(vcpu_fd, KVM_SET_MSRS, msrs);
  free(msrs);
  return result;
}

int vmwright_set_gsi_routing(int vm_fd, const struct kvm_irq_routing_entry *entries, uint32_t count) {
  struct kvm_irq_routing *routing = calloc(1, sizeof *routing + count * sizeof routing->entries[0]);
  if (routing == NULL) return -1;
  routing->nr = count;
  if (count > 0) memcpy(routing->entries, entries, count * sizeof *entries);
  const int result = ioctl(vm_fd, KVM_SET_GSI_ROUTING, routing);
  free(routing);
  return result;
}

int vmwright_get_xsave(int vcpu_fd, void *area) { return ioctl(vcpu_fd, KVM_GET_XSAVE, area); }

int vmwright_get_xsave2(int vcpu_fd, void *area) { return ioctl(vcpu_fd, KVM_GET_XSAVE2, area); }

int vmwright_set_xsave(int vcpu_fd, const void *area) { return ioctl(vcpu_fd, KVM_SET_XSAVE, area); }

int vmwright_set_signal_mask(int vcpu_fd, uint64_t blocked) {
  struct kvm_signal_mask *mask = calloc(1, sizeof *mask + sizeof blocked);
  if (mask == NULL) return -1;
  mask->len = sizeof blocked;
  memcpy(mask->sigset, &blocked, sizeof blocked);
  const int result = ioctl(vcpu_fd, KVM_SET_SIGNAL_MASK, mask);
  free(mask);
  return result;
}
