/* Writes to the serial port without end. */
        .include "pvh.inc"
1:      put 'n'
        jmp 1b
