/* Says so and sleeps. */
        .include "pvh.inc"
        put 'z'
        cli
1:      hlt
        jmp 1b
