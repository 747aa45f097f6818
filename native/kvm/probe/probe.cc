#include "kvm/probe/probe.h"

#include <algorithm>

#include "base/error.h"
#include "kvm/probe/capabilities.h"
#include "kvm/probe/guest_runner.h"
#include "kvm/probe/host_cpu.h"
#include "kvm/probe/layout.h"
#include "kvm/probe/remedy.h"

namespace vmwright::probe {
namespace {

using Clock = std::chrono::steady_clock;

std::int64_t micros_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
}

void add_check(Report& report, std::string_view name, bool ok, std::string detail, Clock::time_point start) {
  report.checks.push_back({std::string(name), ok ? Outcome::passed : Outcome::failed, std::move(detail),
                           {}, micros_since(start)});
}

// Runs what may throw as one check; false when it threw.
template <typename Work>
bool attempt(Report& report, std::string_view name, Work work, void (*explain)(Report&, const Error&)) {
  const auto start = Clock::now();
  try {
    add_check(report, name, true, work(), start);
    return true;
  } catch (const Error& error) {
    add_check(report, name, false, error.what(), start);
    explain(report, error);
    return false;
  }
}

void explain_failed_steps(Report& report, const std::vector<const Check*>& failed) {
  const Check& first = *failed.front();
  report.reason = report.device + " does not run stock kernels: a test guest failed at `" + first.name + "` (" +
                  first.detail + ")";
  if (failed.size() > 1) report.reason += " and at " + std::to_string(failed.size() - 1) + " more of its steps";
  if (report.cpu.vmx || report.cpu.svm) return;
  report.reason += "; the CPU shows no virtualization extension: this KVM emulates kernel code";
  report.remedy = "use a host with hardware or nested virtualization";
}

// For 10000 instructions a CPU needs about 5 us; a KVM that emulates kernel code 8000 us.
constexpr std::int64_t kSpeedLimitMicros = 2000;
constexpr int kSpeedTries = 3;  // the host may be busy

class Examination {
 public:
  Examination(Report& report, const Config& config) : report_(report), end_(Clock::now() + config.limit) {}

  void run(const GuestRunner& guest) {
    for (const auto& step : steps()) {
      if (!run_step(guest, step)) break;
    }
    if (!timed_out_) measure_speed(guest);
    conclude();
  }

 private:
  std::chrono::milliseconds left() const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
    return std::max(left, std::chrono::milliseconds(1));
  }

  bool run_step(const GuestRunner& guest, const Step& step) {
    const auto start = Clock::now();
    const StepResult result = guest.run(step, left());
    report_.checks.push_back(
        {std::string(step.name), result.outcome, result.detail, result.code, micros_since(start)});
    timed_out_ = result.timed_out;
    return !timed_out_;
  }

  void measure_speed(const GuestRunner& guest) {
    const auto start = Clock::now();
    StepResult best{Outcome::failed};
    const int tries = any_failed() ? 1 : kSpeedTries;
    for (int i = 0; i < tries; i++) {
      const StepResult result = guest.run(speed_step(), left());
      if (i == 0 || result.outcome == Outcome::failed || result.cpu_micros < best.cpu_micros) best = result;
      if (best.outcome == Outcome::failed || best.cpu_micros <= kSpeedLimitMicros) break;
    }
    const bool fast = best.outcome == Outcome::passed && best.cpu_micros <= kSpeedLimitMicros;
    std::string detail = best.outcome == Outcome::failed
                             ? best.detail
                             : std::to_string(2 * PROBE_LOOP_COUNT) + " instructions took " +
                                   std::to_string(best.cpu_micros) + " us of CPU time";
    add_check(report_, speed_step().name, fast, std::move(detail), start);
  }

  std::vector<const Check*> failed_checks() const {
    std::vector<const Check*> failed;
    for (const auto& check : report_.checks) {
      if (check.outcome == Outcome::failed) failed.push_back(&check);
    }
    return failed;
  }

  bool any_failed() const { return !failed_checks().empty(); }

  void conclude() {
    const auto failed = failed_checks();
    report_.usable = failed.empty();
    if (report_.usable) {
      report_.reason = report_.device + " runs stock kernels: a test guest passed every step";
    } else {
      explain_failed_steps(report_, failed);
    }
  }

  Report& report_;
  Clock::time_point end_;
  bool timed_out_ = false;
};

bool check_interface(Report& report, const System& system) {
  const auto version = [&] {
    report.api_version = system.api_version();
    return "version " + std::to_string(*report.api_version);
  };
  if (!attempt(report, "KVM_GET_API_VERSION", version, explain_call_failure)) return false;
  if (*report.api_version != KVM_API_VERSION) {
    report.checks.back().outcome = Outcome::failed;
    report.reason = "KVM of API version " + std::to_string(*report.api_version) + " is not version 12";
    return false;
  }
  const auto start = Clock::now();
  report.capabilities = read_capabilities(system);
  const std::string missing = missing_capabilities(report.capabilities);
  add_check(report, "capabilities", missing.empty(), missing.empty() ? "" : "missing: " + missing, start);
  if (!missing.empty()) report.reason = "this kernel's KVM is too old or incomplete, it lacks: " + missing;
  return missing.empty();
}

void examine(Report& report, const Config& config) {
  std::optional<System> system;
  const auto open = [&] {
    system.emplace(System::open(config.device.c_str()));
    return std::string();
  };
  if (!attempt(report, "open " + config.device, open, explain_open_failure)) return;
  report.present = true;
  if (!check_interface(report, *system)) return;

  std::optional<GuestRunner> guest;
  const auto create = [&] {
    guest.emplace(*system);
    return std::string();
  };
  if (!attempt(report, "create a virtual machine", create, explain_call_failure)) return;
  try {
    Examination(report, config).run(*guest);
  } catch (const Error& error) {
    explain_call_failure(report, error);
  }
}

}  // namespace

Report run_probe(const Config& config) {
  const auto start = Clock::now();
  Report report;
  report.device = config.device;
  report.cpu = read_host_cpu();
  examine(report, config);
  report.micros = micros_since(start);
  return report;
}

}  // namespace vmwright::probe
