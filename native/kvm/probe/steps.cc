#include "kvm/probe/steps.h"

#include "kvm/probe/guest_code.h"

namespace vmwright::probe {
namespace {

constexpr Step kSteps[] = {
    {"cpuid", probe_step_cpuid},
    {"rdmsr, wrmsr, swapgs", probe_step_msr},
    {"lgdt, lidt, lretq", probe_step_descriptor_tables},
    {"lock cmpxchg16b", probe_step_cmpxchg16b},
    {"lock xadd, lock cmpxchg, xchg", probe_step_atomics},
    {"int3", probe_step_int3},
    {"ud2", probe_step_ud2},
    {"page fault, iretq", probe_step_page_fault},
    {"mov cr0, cr3, cr4", probe_step_paging},
    {"movdqa, fxsave", probe_step_sse2},
    {"xsetbv, xsave", probe_step_xsave},
    {"rdtsc", probe_step_rdtsc},
    {"rdtscp", probe_step_rdtscp},
    {"rep stosb, rep movsq", probe_step_strings},
    {"self-modifying code", probe_step_text_poke},
    {"syscall, sysretq, int", probe_step_user_mode},
    {"hlt until the APIC timer", probe_step_hlt},
};

constexpr Step kSpeedStep = {"speed of kernel code", probe_step_speed};

}  // namespace

std::span<const Step> steps() { return kSteps; }

const Step& speed_step() { return kSpeedStep; }

}  // namespace vmwright::probe
