#include "addon/layouts.h"

#include <array>

#include "addon/args.h"

namespace vmwright {
namespace {

constexpr Field kRegsFields[] = {
    VMWRIGHT_FIELD(kvm_regs, "rax", rax), VMWRIGHT_FIELD(kvm_regs, "rbx", rbx),
    VMWRIGHT_FIELD(kvm_regs, "rcx", rcx), VMWRIGHT_FIELD(kvm_regs, "rdx", rdx),
    VMWRIGHT_FIELD(kvm_regs, "rsi", rsi), VMWRIGHT_FIELD(kvm_regs, "rdi", rdi),
    VMWRIGHT_FIELD(kvm_regs, "rsp", rsp), VMWRIGHT_FIELD(kvm_regs, "rbp", rbp),
    VMWRIGHT_FIELD(kvm_regs, "r8", r8),   VMWRIGHT_FIELD(kvm_regs, "r9", r9),
    VMWRIGHT_FIELD(kvm_regs, "r10", r10), VMWRIGHT_FIELD(kvm_regs, "r11", r11),
    VMWRIGHT_FIELD(kvm_regs, "r12", r12), VMWRIGHT_FIELD(kvm_regs, "r13", r13),
    VMWRIGHT_FIELD(kvm_regs, "r14", r14), VMWRIGHT_FIELD(kvm_regs, "r15", r15),
    VMWRIGHT_FIELD(kvm_regs, "rip", rip), VMWRIGHT_FIELD(kvm_regs, "rflags", rflags),
};

constexpr Field kSegmentFields[] = {
    VMWRIGHT_FIELD(kvm_segment, "base", base),
    VMWRIGHT_FIELD(kvm_segment, "limit", limit),
    VMWRIGHT_FIELD(kvm_segment, "selector", selector),
    VMWRIGHT_FIELD(kvm_segment, "type", type),
    VMWRIGHT_FIELD(kvm_segment, "present", present),
    VMWRIGHT_FIELD(kvm_segment, "dpl", dpl),
    VMWRIGHT_FIELD(kvm_segment, "db", db),
    VMWRIGHT_FIELD(kvm_segment, "s", s),
    VMWRIGHT_FIELD(kvm_segment, "l", l),
    VMWRIGHT_FIELD(kvm_segment, "g", g),
    VMWRIGHT_FIELD(kvm_segment, "avl", avl),
    VMWRIGHT_FIELD(kvm_segment, "unusable", unusable),
};
constexpr Layout kSegment{"segment", sizeof(kvm_segment), kSegmentFields};

constexpr Field kDtableFields[] = {
    VMWRIGHT_FIELD(kvm_dtable, "base", base),
    VMWRIGHT_FIELD(kvm_dtable, "limit", limit),
};
constexpr Layout kDtable{"table", sizeof(kvm_dtable), kDtableFields};

// The two generations of special registers begin alike.
template <typename T>
constexpr Field kSregsCommon[] = {
    VMWRIGHT_STRUCT(T, "cs", cs, kSegment),    VMWRIGHT_STRUCT(T, "ds", ds, kSegment),
    VMWRIGHT_STRUCT(T, "es", es, kSegment),    VMWRIGHT_STRUCT(T, "fs", fs, kSegment),
    VMWRIGHT_STRUCT(T, "gs", gs, kSegment),    VMWRIGHT_STRUCT(T, "ss", ss, kSegment),
    VMWRIGHT_STRUCT(T, "tr", tr, kSegment),    VMWRIGHT_STRUCT(T, "ldt", ldt, kSegment),
    VMWRIGHT_STRUCT(T, "gdt", gdt, kDtable),   VMWRIGHT_STRUCT(T, "idt", idt, kDtable),
    VMWRIGHT_FIELD(T, "cr0", cr0),             VMWRIGHT_FIELD(T, "cr2", cr2),
    VMWRIGHT_FIELD(T, "cr3", cr3),             VMWRIGHT_FIELD(T, "cr4", cr4),
    VMWRIGHT_FIELD(T, "cr8", cr8),             VMWRIGHT_FIELD(T, "efer", efer),
    VMWRIGHT_FIELD(T, "apicBase", apic_base),
};

template <std::size_t common, std::size_t own>
consteval std::array<Field, common + own> join(const Field (&first)[common], const Field (&second)[own]) {
  std::array<Field, common + own> all{};
  for (std::size_t i = 0; i < common; i++) all[i] = first[i];
  for (std::size_t i = 0; i < own; i++) all[common + i] = second[i];
  return all;
}

constexpr auto kSregsFields =
    join(kSregsCommon<kvm_sregs>, {VMWRIGHT_FIELD(kvm_sregs, "interruptBitmap", interrupt_bitmap)});
constexpr auto kSregs2Fields = join(kSregsCommon<kvm_sregs2>, {VMWRIGHT_FIELD(kvm_sregs2, "flags", flags),
                                                               VMWRIGHT_FIELD(kvm_sregs2, "pdptrs", pdptrs)});

constexpr Field kFpuFields[] = {
    VMWRIGHT_FIELD(kvm_fpu, "fpr", fpr),
    VMWRIGHT_FIELD(kvm_fpu, "fcw", fcw),
    VMWRIGHT_FIELD(kvm_fpu, "fsw", fsw),
    VMWRIGHT_FIELD(kvm_fpu, "ftwx", ftwx),
    VMWRIGHT_FIELD(kvm_fpu, "lastOpcode", last_opcode),
    VMWRIGHT_FIELD(kvm_fpu, "lastIp", last_ip),
    VMWRIGHT_FIELD(kvm_fpu, "lastDp", last_dp),
    VMWRIGHT_FIELD(kvm_fpu, "xmm", xmm),
    VMWRIGHT_FIELD(kvm_fpu, "mxcsr", mxcsr),
};

constexpr Field kDebugregsFields[] = {
    VMWRIGHT_FIELD(kvm_debugregs, "db", db),
    VMWRIGHT_FIELD(kvm_debugregs, "dr6", dr6),
    VMWRIGHT_FIELD(kvm_debugregs, "dr7", dr7),
    VMWRIGHT_FIELD(kvm_debugregs, "flags", flags),
};

constexpr Field kXcrFields[] = {
    VMWRIGHT_FIELD(kvm_xcr, "xcr", xcr),
    VMWRIGHT_FIELD(kvm_xcr, "value", value),
};

using Exception = decltype(kvm_vcpu_events::exception);
constexpr Field kExceptionFields[] = {
    VMWRIGHT_FIELD(Exception, "injected", injected),
    VMWRIGHT_FIELD(Exception, "nr", nr),
    VMWRIGHT_FIELD(Exception, "hasErrorCode", has_error_code),
    VMWRIGHT_FIELD(Exception, "pending", pending),
    VMWRIGHT_FIELD(Exception, "errorCode", error_code),
};
constexpr Layout kException{"exception", sizeof(Exception), kExceptionFields};

using Interrupt = decltype(kvm_vcpu_events::interrupt);
constexpr Field kInterruptFields[] = {
    VMWRIGHT_FIELD(Interrupt, "injected", injected),
    VMWRIGHT_FIELD(Interrupt, "nr", nr),
    VMWRIGHT_FIELD(Interrupt, "soft", soft),
    VMWRIGHT_FIELD(Interrupt, "shadow", shadow),
};
constexpr Layout kInterrupt{"interrupt", sizeof(Interrupt), kInterruptFields};

using Nmi = decltype(kvm_vcpu_events::nmi);
constexpr Field kNmiFields[] = {
    VMWRIGHT_FIELD(Nmi, "injected", injected),
    VMWRIGHT_FIELD(Nmi, "pending", pending),
    VMWRIGHT_FIELD(Nmi, "masked", masked),
};
constexpr Layout kNmi{"nmi", sizeof(Nmi), kNmiFields};

using Smi = decltype(kvm_vcpu_events::smi);
constexpr Field kSmiFields[] = {
    VMWRIGHT_FIELD(Smi, "smm", smm),
    VMWRIGHT_FIELD(Smi, "pending", pending),
    VMWRIGHT_FIELD(Smi, "smmInsideNmi", smm_inside_nmi),
    VMWRIGHT_FIELD(Smi, "latchedInit", latched_init),
};
constexpr Layout kSmi{"smi", sizeof(Smi), kSmiFields};

constexpr Field kVcpuEventsFields[] = {
    VMWRIGHT_STRUCT(kvm_vcpu_events, "exception", exception, kException),
    VMWRIGHT_STRUCT(kvm_vcpu_events, "interrupt", interrupt, kInterrupt),
    VMWRIGHT_STRUCT(kvm_vcpu_events, "nmi", nmi, kNmi),
    VMWRIGHT_FIELD(kvm_vcpu_events, "sipiVector", sipi_vector),
    VMWRIGHT_FIELD(kvm_vcpu_events, "flags", flags),
    VMWRIGHT_STRUCT(kvm_vcpu_events, "smi", smi, kSmi),
    VMWRIGHT_FIELD(kvm_vcpu_events, "tripleFaultPending", triple_fault.pending),
    VMWRIGHT_FIELD(kvm_vcpu_events, "exceptionHasPayload", exception_has_payload),
    VMWRIGHT_FIELD(kvm_vcpu_events, "exceptionPayload", exception_payload),
};

constexpr Field kCpuidEntryFields[] = {
    VMWRIGHT_FIELD(kvm_cpuid_entry2, "function", function), VMWRIGHT_FIELD(kvm_cpuid_entry2, "index", index),
    VMWRIGHT_FIELD(kvm_cpuid_entry2, "flags", flags),       VMWRIGHT_FIELD(kvm_cpuid_entry2, "eax", eax),
    VMWRIGHT_FIELD(kvm_cpuid_entry2, "ebx", ebx),           VMWRIGHT_FIELD(kvm_cpuid_entry2, "ecx", ecx),
    VMWRIGHT_FIELD(kvm_cpuid_entry2, "edx", edx),
};

constexpr Field kMsrEntryFields[] = {
    VMWRIGHT_FIELD(kvm_msr_entry, "index", index),
    VMWRIGHT_FIELD(kvm_msr_entry, "value", data),
};

constexpr Field kTranslationFields[] = {
    VMWRIGHT_FIELD(kvm_translation, "physicalAddress", physical_address),
    VMWRIGHT_FIELD(kvm_translation, "valid", valid),
    VMWRIGHT_FIELD(kvm_translation, "writeable", writeable),
    VMWRIGHT_FIELD(kvm_translation, "usermode", usermode),
};

constexpr Field kPicFields[] = {
    VMWRIGHT_FIELD(kvm_pic_state, "lastIrr", last_irr),
    VMWRIGHT_FIELD(kvm_pic_state, "irr", irr),
    VMWRIGHT_FIELD(kvm_pic_state, "imr", imr),
    VMWRIGHT_FIELD(kvm_pic_state, "isr", isr),
    VMWRIGHT_FIELD(kvm_pic_state, "priorityAdd", priority_add),
    VMWRIGHT_FIELD(kvm_pic_state, "irqBase", irq_base),
    VMWRIGHT_FIELD(kvm_pic_state, "readRegSelect", read_reg_select),
    VMWRIGHT_FIELD(kvm_pic_state, "poll", poll),
    VMWRIGHT_FIELD(kvm_pic_state, "specialMask", special_mask),
    VMWRIGHT_FIELD(kvm_pic_state, "initState", init_state),
    VMWRIGHT_FIELD(kvm_pic_state, "autoEoi", auto_eoi),
    VMWRIGHT_FIELD(kvm_pic_state, "rotateOnAutoEoi", rotate_on_auto_eoi),
    VMWRIGHT_FIELD(kvm_pic_state, "specialFullyNestedMode", special_fully_nested_mode),
    VMWRIGHT_FIELD(kvm_pic_state, "init4", init4),
    VMWRIGHT_FIELD(kvm_pic_state, "elcr", elcr),
    VMWRIGHT_FIELD(kvm_pic_state, "elcrMask", elcr_mask),
};

constexpr Field kIoapicFields[] = {
    VMWRIGHT_FIELD(kvm_ioapic_state, "baseAddress", base_address),
    VMWRIGHT_FIELD(kvm_ioapic_state, "ioregsel", ioregsel),
    VMWRIGHT_FIELD(kvm_ioapic_state, "id", id),
    VMWRIGHT_FIELD(kvm_ioapic_state, "irr", irr),
    // a union of 64 bits and their parts
    Field{"redirtbl", offsetof(kvm_ioapic_state, redirtbl), Kind::u64, KVM_IOAPIC_NUM_PINS},
};

constexpr Field kPitChannelFields[] = {
    VMWRIGHT_FIELD(kvm_pit_channel_state, "count", count),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "latchedCount", latched_count),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "countLatched", count_latched),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "statusLatched", status_latched),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "status", status),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "readState", read_state),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "writeState", write_state),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "writeLatch", write_latch),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "rwMode", rw_mode),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "mode", mode),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "bcd", bcd),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "gate", gate),
    VMWRIGHT_FIELD(kvm_pit_channel_state, "countLoadTime", count_load_time),
};
constexpr Layout kPitChannel{"channel", sizeof(kvm_pit_channel_state), kPitChannelFields};

constexpr Field kPitFields[] = {
    VMWRIGHT_STRUCT(kvm_pit_state2, "channels", channels, kPitChannel),
    VMWRIGHT_FIELD(kvm_pit_state2, "flags", flags),
};

constexpr Field kClockFields[] = {
    VMWRIGHT_FIELD(kvm_clock_data, "clock", clock),
    VMWRIGHT_FIELD(kvm_clock_data, "flags", flags),
    VMWRIGHT_FIELD(kvm_clock_data, "realtime", realtime),
    VMWRIGHT_FIELD(kvm_clock_data, "hostTsc", host_tsc),
};

}  // namespace

const Layout kRegs{"regs", sizeof(kvm_regs), kRegsFields};
const Layout kSregs{"sregs", sizeof(kvm_sregs), kSregsFields};
const Layout kSregs2{"sregs2", sizeof(kvm_sregs2), kSregs2Fields};
const Layout kFpu{"fpu", sizeof(kvm_fpu), kFpuFields};
const Layout kDebugregs{"debugregs", sizeof(kvm_debugregs), kDebugregsFields};
const Layout kXcr{"xcr", sizeof(kvm_xcr), kXcrFields};
const Layout kVcpuEvents{"events", sizeof(kvm_vcpu_events), kVcpuEventsFields};
const Layout kCpuidEntry{"cpuid", sizeof(kvm_cpuid_entry2), kCpuidEntryFields};
const Layout kMsrEntry{"msr", sizeof(kvm_msr_entry), kMsrEntryFields};
const Layout kTranslation{"translation", sizeof(kvm_translation), kTranslationFields};
const Layout kPicState{"pic", sizeof(kvm_pic_state), kPicFields};
const Layout kIoapicState{"ioapic", sizeof(kvm_ioapic_state), kIoapicFields};
const Layout kPitState{"pit", sizeof(kvm_pit_state2), kPitFields};
const Layout kClockData{"clock", sizeof(kvm_clock_data), kClockFields};

std::vector<kvm_msr_entry> msr_entries(const Napi::Value& indices) {
  const Napi::Array array = to_array(indices, "indices");
  std::vector<kvm_msr_entry> entries(array.Length());
  for (std::uint32_t i = 0; i < entries.size(); i++) entries[i].index = to_u32(array.Get(i), "index");
  return entries;
}

}  // namespace vmwright
