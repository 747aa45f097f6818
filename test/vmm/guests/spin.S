/* Says so and keeps its CPU busy. */
        .include "pvh.inc"
        put 's'
1:      jmp 1b
