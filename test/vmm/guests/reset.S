/* Says so and resets itself, again and again. */
        .include "pvh.inc"
        put 'r'
        mov $0x602, %dx
        mov $1, %al
        outb %al, %dx
1:      hlt
        jmp 1b
