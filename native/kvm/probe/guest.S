// The probe guest: one routine per step, each entered by the host in 64-bit ring 0 with a fresh
// stack and known registers. Every routine ends with an `out` that says how it went (layout.h).
// The code runs at PROBE_KERNEL_CODE (and PROBE_USER_CODE), not where the linker puts it: jumps are
// relative, data is addressed absolutely through layout.h, code addresses go through AT().

#include "layout.h"

        .intel_syntax noprefix
        .section .rodata
        .hidden probe_kernel_start, probe_kernel_end, probe_user_start, probe_user_end
        .globl probe_kernel_start, probe_kernel_end, probe_user_start, probe_user_end

#define AT(label) ((label) - probe_kernel_start + PROBE_KERNEL_CODE)
#define USER_AT(label) ((label) - probe_user_start + PROBE_USER_CODE)

.macro report port, value
        mov     edx, \port
        mov     eax, \value
        out     dx, al
.endm

.macro pass
        report  PROBE_PORT_PASS, 0
        hlt                                     // never reached: the host sets the next step
.endm

.macro wrong number
        report  PROBE_PORT_WRONG, \number
        hlt
.endm

.macro skip
        report  PROBE_PORT_SKIP, 0
        hlt
.endm

// Host side: the address of a step is looked up by the symbol probe_step_NAME.
.macro step name
        .balign 16
        .hidden probe_step_\name
        .globl  probe_step_\name
probe_step_\name:
.endm

        .balign 16
probe_kernel_start:

// ---- Exception stubs: PROBE_STUB_SIZE bytes each, vector n at probe_stubs + n * PROBE_STUB_SIZE ----
        .hidden probe_stubs
        .globl  probe_stubs
probe_stubs:
        .set    vector, 0
        .rept   PROBE_VECTORS
        .balign PROBE_STUB_SIZE
        mov     eax, vector
        mov     edx, PROBE_PORT_TRAP
        out     dx, al
        hlt
        .set    vector, vector + 1
        .endr

// ---- Handlers of the traps that steps ask for ----
        .balign 16
        .hidden probe_on_int3, probe_on_ud, probe_on_page_fault, probe_on_timer, probe_on_return
        .globl  probe_on_int3, probe_on_ud, probe_on_page_fault, probe_on_timer, probe_on_return
probe_on_int3:
        inc     qword ptr [PROBE_INT3_COUNT]
        iretq

probe_on_ud:
        inc     qword ptr [PROBE_UD_COUNT]
        add     qword ptr [rsp], 2              // step over the two bytes of ud2
        iretq

probe_on_page_fault:
        push    rax
        mov     rax, cr2
        cmp     rax, PROBE_LAZY_PAGE
        jne     1f
        inc     qword ptr [PROBE_FAULT_COUNT]
        // present, writable, no-execute: what a kernel's demand paging writes
        movabs  rax, 0x8000000000000003 | PROBE_LAZY_PAGE
        mov     qword ptr [PROBE_PT_LOW + (PROBE_LAZY_PAGE / 4096) * 8], rax
        pop     rax
        add     rsp, 8                          // the error code
        iretq
1:      report  PROBE_PORT_TRAP, 14
        hlt

probe_on_timer:
        inc     qword ptr [PROBE_TIMER_COUNT]
        push    rax
        mov     eax, PROBE_APIC + 0xb0
        mov     dword ptr [rax], 0              // end of interrupt
        pop     rax
        iretq

probe_on_return:
        mov     rsp, [PROBE_SAVED_RSP]          // back into the step that went to ring 3
        ret

// Target of `syscall`: rcx = user rip, r11 = user rflags.
        .balign 16
        .hidden probe_on_syscall
        .globl  probe_on_syscall
probe_on_syscall:
        swapgs
        mov     r8, rsp
        mov     rsp, PROBE_KERNEL_STACK_TOP - 512
        push    r8
        inc     qword ptr [PROBE_USER_COUNT]
        pop     rsp
        swapgs
        sysretq

// ---- Steps ----
step cpuid
        xor     eax, eax
        xor     ecx, ecx
        cpuid
        test    eax, eax                        // no leaf but 0: not a real CPU
        jz      1f
        pass
1:      wrong   1

step msr
        mov     ecx, 0xc0000080                 // EFER
        rdmsr
        wrmsr
        mov     ecx, 0xc0000101                 // GS base
        mov     eax, PROBE_DATA
        xor     edx, edx
        wrmsr
        mov     ecx, 0xc0000102                 // kernel GS base
        mov     eax, PROBE_XSAVE_AREA
        wrmsr
        swapgs
        mov     ecx, 0xc0000101
        rdmsr
        cmp     eax, PROBE_XSAVE_AREA
        jne     1f
        swapgs
        pass
1:      wrong   1

step descriptor_tables
        mov     word ptr [PROBE_DESCRIPTOR], 0x37
        mov     qword ptr [PROBE_DESCRIPTOR + 2], PROBE_GDT
        lgdt    [PROBE_DESCRIPTOR]
        mov     word ptr [PROBE_DESCRIPTOR], PROBE_VECTORS * 16 - 1
        mov     qword ptr [PROBE_DESCRIPTOR + 2], PROBE_IDT
        lidt    [PROBE_DESCRIPTOR]
        mov     eax, PROBE_KERNEL_SS
        mov     ss, eax
        mov     ds, eax
        // a far return is how a kernel reloads its code segment
        push    PROBE_KERNEL_CS
        push    AT(1f)
        retfq
1:      pass

step cmpxchg16b
        mov     eax, 1
        cpuid
        test    ecx, 1 << 13
        jz      1f
        mov     qword ptr [PROBE_OPERAND], 1
        mov     qword ptr [PROBE_OPERAND + 8], 2
        mov     eax, 1
        mov     edx, 2
        mov     ebx, 3
        mov     ecx, 4
        lock cmpxchg16b [PROBE_OPERAND]
        jnz     2f
        cmp     qword ptr [PROBE_OPERAND + 8], 4
        jne     2f
        pass
1:      skip
2:      wrong   1

step atomics
        mov     qword ptr [PROBE_OPERAND], 5
        mov     eax, 7
        lock xadd [PROBE_OPERAND], rax
        cmp     eax, 5
        jne     1f
        lock bts qword ptr [PROBE_OPERAND], 9
        jc      1f
        mov     eax, 12 + 512
        mov     ecx, 1
        lock cmpxchg [PROBE_OPERAND], rcx
        jnz     1f
        xchg    [PROBE_OPERAND], rax
        cmp     qword ptr [PROBE_OPERAND], 12 + 512
        jne     1f
        pass
1:      wrong   1

step int3
        mov     qword ptr [PROBE_INT3_COUNT], 0
        int3
        cmp     qword ptr [PROBE_INT3_COUNT], 1
        jne     1f
        pass
1:      wrong   1

step ud2
        mov     qword ptr [PROBE_UD_COUNT], 0
        ud2
        cmp     qword ptr [PROBE_UD_COUNT], 1
        jne     1f
        pass
1:      wrong   1

step page_fault
        mov     qword ptr [PROBE_FAULT_COUNT], 0
        mov     qword ptr [PROBE_PT_LOW + (PROBE_LAZY_PAGE / 4096) * 8], 0
        invlpg  [PROBE_LAZY_PAGE]
        mov     qword ptr [PROBE_LAZY_PAGE], 1
        cmp     qword ptr [PROBE_FAULT_COUNT], 1
        jne     1f
        cmp     qword ptr [PROBE_LAZY_PAGE], 1
        jne     1f
        pass
1:      wrong   1

step paging
        mov     rax, cr3
        mov     cr3, rax                        // flush as on every switch of address spaces
        mov     rax, cr4
        mov     rcx, rax
        xor     rcx, 1 << 7                     // PGE: flush of global pages too
        mov     cr4, rcx
        mov     cr4, rax
        mov     rax, cr0
        mov     rcx, rax
        and     rcx, ~(1 << 16)                 // WP, as the kernel's early code does
        mov     cr0, rcx
        mov     cr0, rax
        pass

step sse2
        fninit
        movabs  rax, 0x1122334455667788
        mov     [PROBE_SSE_OPERAND], rax
        mov     [PROBE_SSE_OPERAND + 8], rax
        movdqa  xmm0, [PROBE_SSE_OPERAND]
        paddq   xmm0, xmm0
        movdqa  [PROBE_SSE_RESULT], xmm0
        add     rax, rax
        cmp     [PROBE_SSE_RESULT + 8], rax
        jne     1f
        fxsave64 [PROBE_XSAVE_AREA]
        fxrstor64 [PROBE_XSAVE_AREA]
        pass
1:      wrong   1

step xsave
        mov     eax, 1
        cpuid
        test    ecx, 1 << 26
        jz      1f
        mov     rax, cr4
        or      eax, 1 << 18                    // OSXSAVE
        mov     cr4, rax
        xor     ecx, ecx
        xgetbv
        or      eax, 3                          // x87 and SSE: there wherever xsave is
        xsetbv
        mov     edx, 0
        mov     eax, 3
        xsave64 [PROBE_XSAVE_AREA]
        mov     eax, 3
        xrstor64 [PROBE_XSAVE_AREA]
        pass
1:      skip

step rdtscp
        mov     eax, 0x80000001
        cpuid
        test    edx, 1 << 27
        jz      1f
        rdtscp
        pass
1:      skip

step rdtsc
        rdtsc
        shl     rdx, 32
        lea     rbx, [rdx + rax]
        rdtsc
        shl     rdx, 32
        add     rdx, rax
        cmp     rdx, rbx
        jb      1f                              // time went backwards
        pass
1:      wrong   1

step strings
        // the form in which kernels copy and clear pages
        cld
        mov     edi, PROBE_XSAVE_AREA
        mov     ecx, 4096
        mov     eax, 0x5a
        rep stosb
        mov     esi, PROBE_XSAVE_AREA
        mov     edi, PROBE_USER_STACK_TOP - 4096
        mov     ecx, 512
        rep movsq
        cmp     byte ptr [PROBE_USER_STACK_TOP - 1], 0x5a
        jne     1f
        pass
1:      wrong   1

step text_poke
        // writes `mov eax, 42` over `mov eax, 0` and runs it: static keys and alternatives do this
        mov     dword ptr [AT(2f) + 1], 42
        xor     eax, eax
        cpuid                                   // serialises
2:      mov     eax, 0
        cmp     eax, 42
        jne     1f
        pass
1:      wrong   1

step user_mode
        mov     ecx, 0xc0000081                 // STAR
        xor     eax, eax
        mov     edx, ((PROBE_USER_SS - 8) << 16) | PROBE_KERNEL_CS
        wrmsr
        mov     ecx, 0xc0000082                 // LSTAR
        mov     eax, AT(probe_on_syscall)
        xor     edx, edx
        wrmsr
        mov     ecx, 0xc0000084                 // SFMASK: interrupts off
        mov     eax, 0x200
        wrmsr
        mov     eax, PROBE_TSS_SELECTOR
        ltr     ax
        mov     qword ptr [PROBE_USER_COUNT], 0
        call    1f
        cmp     qword ptr [PROBE_USER_COUNT], 2
        jne     2f
        pass
2:      wrong   1
1:      mov     [PROBE_SAVED_RSP], rsp          // probe_on_return returns from this call
        push    PROBE_USER_SS
        push    PROBE_USER_STACK_TOP
        push    2
        push    PROBE_USER_CS
        push    PROBE_USER_CODE
        iretq

step hlt
        // one-shot local APIC timer; the interrupt must wake the halted CPU
        mov     qword ptr [PROBE_TIMER_COUNT], 0
        mov     ebx, PROBE_APIC
        mov     dword ptr [rbx + 0xf0], 0x1ff   // spurious vector, APIC on
        mov     dword ptr [rbx + 0x3e0], 0xb    // divide by 1
        mov     dword ptr [rbx + 0x320], PROBE_TIMER_VECTOR
        mov     dword ptr [rbx + 0x380], 20000  // 1 GHz in KVM: 20 us
        sti
        hlt                                     // sti holds interrupts back until here
        cli
        cmp     qword ptr [PROBE_TIMER_COUNT], 1
        jne     1f
        pass
1:      wrong   1

step speed
        mov     ecx, PROBE_LOOP_COUNT
1:      dec     ecx
        jnz     1b
        pass

probe_kernel_end:

// ---- Ring 3: two system calls, then back through the software interrupt ----
        .balign 16
probe_user_start:
        syscall
        syscall
        int     PROBE_RETURN_VECTOR
probe_user_end:

        .section .note.GNU-stack, "", @progbits
