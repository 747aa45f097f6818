/* Takes an exception without anybody to handle it. */
        .include "pvh.inc"
        lidt empty
        int3
        .align 8
empty:  .word 0
        .long 0
