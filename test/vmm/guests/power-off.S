/* Says hi and switches itself off. */
        .include "pvh.inc"
        put 'h'
        put 'i'
        mov $0x600, %dx
        mov $0x34, %al                  /* SLP_EN, S5 */
        outb %al, %dx
1:      hlt
        jmp 1b
