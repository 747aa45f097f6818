#include "kvm/probe/remedy.h"

#include <unistd.h>

#include <cerrno>

namespace vmwright::probe {
namespace {

void explain_missing(Report& report) {
  const bool hardware = report.cpu.vmx || report.cpu.svm;
  if (access("/sys/module/kvm", F_OK) == 0 && !report.cpu.module.empty()) {
    report.reason = report.device + " does not exist although the kernel has KVM: this looks like a container";
    report.remedy = "start the container with --device /dev/kvm";
  } else if (hardware) {
    report.reason = report.device + " does not exist: the kernel's KVM module is not loaded";
    report.remedy = std::string("sudo modprobe ") + (report.cpu.vmx ? "kvm_intel" : "kvm_amd");
  } else {
    report.reason = report.device + " does not exist and the CPU shows no virtualization extension (vmx or svm)";
    report.remedy = report.cpu.hypervisor.empty() ? "enable virtualization in the firmware setup"
                                                  : "enable nested virtualization for this virtual machine";
  }
}

}  // namespace

void explain_open_failure(Report& report, const Error& error) {
  report.present = error.errnum() != ENOENT;
  switch (error.errnum()) {
    case ENOENT: return explain_missing(report);
    case EACCES:
    case EPERM:
      report.reason = "this user may not open " + report.device;
      report.remedy = "sudo chgrp kvm " + report.device + " && sudo chmod 660 " + report.device +
                      " && sudo usermod -aG kvm \"$USER\", then log in again";
      return;
    case ENXIO:
    case ENODEV:
      report.reason = report.device + " exists but no KVM stands behind it";
      report.remedy = std::string("sudo modprobe ") + (report.cpu.svm ? "kvm_amd" : "kvm_intel");
      return;
    default: report.reason = report.device + ": " + error.what();
  }
}

void explain_call_failure(Report& report, const Error& error) {
  if (error.errnum() == ENOTTY) {
    report.reason = report.device + " is not a KVM device (" + error.what() + ")";
  } else if (error.op() == "KVM_CREATE_VM" && error.errnum() == EBUSY) {
    report.reason = "another hypervisor of this host holds the CPU's virtualization extension";
    report.remedy = "stop the other hypervisor (VirtualBox, VMware)";
  } else {
    report.reason = std::string("KVM does not work: ") + error.what();
  }
}

}  // namespace vmwright::probe
