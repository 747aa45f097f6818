#include "kvm/probe/probe.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>

#include "check.h"
#include "kvm/probe/guest_image.h"
#include "kvm/probe/layout.h"
#include "kvm/probe/steps.h"

using namespace vmwright;
using namespace vmwright::probe;

namespace {

void missing_device() {
  const Report report = run_probe({.device = "/nonexistent/kvm"});
  CHECK(!report.present && !report.usable);
  CHECK(report.reason.find("/nonexistent/kvm does not exist") == 0);
  CHECK(!report.remedy.empty());
  CHECK(report.checks.size() == 1 && report.checks[0].outcome == Outcome::failed);
}

void device_that_is_not_kvm() {
  const Report report = run_probe({.device = "/dev/null"});
  CHECK(report.present && !report.usable);
  CHECK(report.reason.find("/dev/null is not a KVM device") == 0);
}

int open_files() {
  DIR* folder = opendir("/proc/self/fd");
  int count = 0;
  while (readdir(folder) != nullptr) count++;
  closedir(folder);
  return count;
}

Report probe_here() {
  if (access("/dev/kvm", R_OK | W_OK) != 0) throw Skipped("/dev/kvm does not open here");
  return run_probe({});
}

// Whatever this machine is, the verdict follows from the checks.
void verdict_follows_from_checks() {
  const Report report = probe_here();
  const auto failed = [](const Check& check) { return check.outcome == Outcome::failed; };
  CHECK(report.usable == std::ranges::none_of(report.checks, failed));
  const auto first = std::ranges::find_if(report.checks, failed);
  if (first != report.checks.end()) CHECK(report.reason.find(first->name) != std::string::npos);
  CHECK(report.api_version == 12);
}

void leaves_no_descriptor() {
  probe_here();
  const int before = open_files();
  for (int i = 0; i < 5; i++) probe_here();
  CHECK(open_files() == before);
}

void report_round_trip() {
  Report report{.device = "/dev/kvm", .present = true, .reason = "say \"why\""};
  report.capabilities = {{"irqchip", false, 1}, {"maxVcpus", true, 64}};
  report.checks = {{"int3", Outcome::failed, "", "cc", 1500}};
  CHECK(to_json(report) ==
        R"({"device":"/dev/kvm","present":true,"usable":false,"reason":"say \"why\"",)"
        R"("capabilities":{"irqchip":true,"maxVcpus":64},"cpu":{"vendor":"","vmx":false,"svm":false},)"
        R"("checks":[{"name":"int3","ok":false,"skipped":false,"detail":"","code":"cc","durationMs":1.500}],)"
        R"("durationMs":0.000})");
}

// The guest's layout is written twice, in layout.h and in page tables: they must agree.
void guest_image_is_mapped() {
  const GuestMemory memory({0}, PROBE_MEMORY_SIZE);
  build_guest(memory);
  for (const auto& step : steps()) {
    const GuestAddr entry = guest_address(step.entry);
    CHECK(entry.value >= PROBE_KERNEL_CODE && entry.value < PROBE_MEMORY_SIZE);
    const auto page_entry = memory.read<std::uint64_t>({PROBE_PT_LOW + entry.value / 4096 * 8});
    CHECK((page_entry & 1) == 1 && (page_entry >> 63) == 0);
    CHECK(memory.read<std::byte>(entry) == *step.entry);
  }
}

}  // namespace

Suite probe_suite() {
  return {"probe",
          {{"a missing device", missing_device},
           {"a device that is not KVM", device_that_is_not_kvm},
           {"the verdict follows from the checks", verdict_follows_from_checks},
           {"leaves no descriptor open", leaves_no_descriptor},
           {"the report as JSON", report_round_trip},
           {"the guest image is mapped", guest_image_is_mapped}}};
}
