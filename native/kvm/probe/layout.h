/* The address map and port numbers of the probe guest, shared by the guest's assembly and the host.
 * All addresses are guest physical, mapped one to one. */
#ifndef VMWRIGHT_PROBE_LAYOUT_H
#define VMWRIGHT_PROBE_LAYOUT_H

#define PROBE_MEMORY_SIZE 0x20000

#define PROBE_GDT 0x1000
#define PROBE_TSS 0x1800
#define PROBE_IDT 0x2000
#define PROBE_PML4 0x3000
#define PROBE_PDPT 0x4000
#define PROBE_PD_LOW 0x5000
#define PROBE_PT_LOW 0x6000
#define PROBE_PD_HIGH 0x7000
#define PROBE_KERNEL_STACK_TOP 0x9000
#define PROBE_DATA 0x9000
#define PROBE_XSAVE_AREA 0xa000
#define PROBE_LAZY_PAGE 0xb000 /* not present at first: the page fault step makes it so */
#define PROBE_USER_STACK_TOP 0xd000
#define PROBE_USER_CODE 0xd000
#define PROBE_KERNEL_CODE 0x10000

#define PROBE_APIC 0xfee00000

/* Words of the data page. */
#define PROBE_OPERAND PROBE_DATA          /* 16 bytes, for the atomic steps */
#define PROBE_INT3_COUNT (PROBE_DATA + 16)
#define PROBE_FAULT_COUNT (PROBE_DATA + 24)
#define PROBE_UD_COUNT (PROBE_DATA + 32)
#define PROBE_TIMER_COUNT (PROBE_DATA + 40)
#define PROBE_USER_COUNT (PROBE_DATA + 48) /* system calls seen */
#define PROBE_SAVED_RSP (PROBE_DATA + 56)
#define PROBE_SSE_OPERAND (PROBE_DATA + 64)
#define PROBE_SSE_RESULT (PROBE_DATA + 80)
#define PROBE_DESCRIPTOR (PROBE_DATA + 96) /* for lgdt and lidt */

/* Segment selectors; sysret wants user data and user code to follow each other, in this order. */
#define PROBE_KERNEL_CS 0x08
#define PROBE_KERNEL_SS 0x10
#define PROBE_USER_SS 0x1b
#define PROBE_USER_CS 0x23
#define PROBE_TSS_SELECTOR 0x28

#define PROBE_TIMER_VECTOR 0x20
#define PROBE_RETURN_VECTOR 0x80 /* software interrupt back from ring 3 */
#define PROBE_VECTORS 0x81
#define PROBE_STUB_SIZE 16

/* A step ends with one `out` of a byte to one of these. */
#define PROBE_PORT_PASS 0x500
#define PROBE_PORT_WRONG 0x501 /* the instructions ran and gave a wrong result; byte: which */
#define PROBE_PORT_SKIP 0x502  /* this CPU does not have the instruction */
#define PROBE_PORT_TRAP 0x503  /* an exception that the step did not ask for; byte: its vector */

/* Iterations of the speed step: two instructions each. */
#define PROBE_LOOP_COUNT 5000

#endif
