// The symbols of guest.S: bytes to copy into the guest, never to call.
#pragma once

#include <cstddef>

extern "C" {
extern const std::byte probe_kernel_start[], probe_kernel_end[];
extern const std::byte probe_user_start[], probe_user_end[];
extern const std::byte probe_stubs[];
extern const std::byte probe_on_int3[], probe_on_ud[], probe_on_page_fault[], probe_on_timer[], probe_on_return[];
extern const std::byte probe_step_cpuid[], probe_step_msr[], probe_step_descriptor_tables[];
extern const std::byte probe_step_cmpxchg16b[], probe_step_atomics[];
extern const std::byte probe_step_int3[], probe_step_ud2[], probe_step_page_fault[], probe_step_paging[];
extern const std::byte probe_step_sse2[], probe_step_xsave[];
extern const std::byte probe_step_rdtsc[], probe_step_rdtscp[];
extern const std::byte probe_step_strings[], probe_step_text_poke[], probe_step_user_mode[];
extern const std::byte probe_step_hlt[], probe_step_speed[];
}
