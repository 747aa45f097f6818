// /dev/kvm itself.
#include "kvm/system.h"

#include <algorithm>
#include <cerrno>

#include "base/error.h"
#include "check.h"
#include "real_mode_machine.h"

using namespace vmwright;

namespace {

void answers_what_it_is_asked() {
  const System system = open_kvm();
  CHECK(system.api_version() == KVM_API_VERSION);
  CHECK(system.check_extension(KVM_CAP_USER_MEMORY) == 1);
  CHECK(system.check_extension(0xffff) == 0);
  CHECK(system.vcpu_mmap_size() >= sizeof(kvm_run));
  CHECK(system.supported_cpuid().size() > 10);
}

void lists_msrs_completely() {
  const System system = open_kvm();
  const auto indices = system.msr_index_list();
  CHECK(std::find(indices.begin(), indices.end(), 0x174u) != indices.end());  // SYSENTER_CS
  CHECK(std::find(indices.begin(), indices.end(), 0u) == indices.end());      // no empty place
}

void reads_feature_msrs() {
  const System system = open_kvm();
  if (system.check_extension(KVM_CAP_GET_MSR_FEATURES) == 0) throw Skipped("this KVM lacks KVM_CAP_GET_MSR_FEATURES");
  for (const std::uint32_t index : system.msr_feature_index_list()) {
    kvm_msr_entry entry{.index = index, .reserved = 0, .data = 0};
    system.get_msrs({&entry, 1});  // some are refused on some CPUs; none may fail
  }
  CHECK(system.get_msrs({}) == 0);
}

void says_why_it_does_not_open() {
  try {
    System::open("/nonexistent/kvm");
    CHECK(false);
  } catch (const Error& error) {
    CHECK(error.op() == "open" && error.errnum() == ENOENT);
  }
}

}  // namespace

Suite system_suite() {
  return {"system",
          {{"answers what it is asked", answers_what_it_is_asked},
           {"lists MSRs completely", lists_msrs_completely},
           {"reads feature MSRs", reads_feature_msrs},
           {"says why it does not open", says_why_it_does_not_open}}};
}
