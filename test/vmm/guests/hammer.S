/* Says so and writes to a port where nobody listens, without end. */
        .include "pvh.inc"
        put 'x'
        mov $0x1234, %dx
1:      outb %al, %dx
        jmp 1b
