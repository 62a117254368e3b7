/* SPDX-License-Identifier: Apache-2.0 */
/* The header of an arm64 Image, and what runs before main: a stack, zeroed memory, vectors. Entered at EL1 with the
   MMU off and the device tree's address in x0 [Linux Documentation/arm64/booting.rst]. */

    .section .head, "ax"
    .global _head
_head:
    b       _start
    .word   0
    .quad   0                       /* text offset */
    .quad   _memory_end             /* image size, with everything that is not in the file */
    .quad   0xa                     /* little endian, 4 KiB pages, anywhere */
    .quad   0, 0, 0
    .ascii  "ARM\x64"
    .word   0

_start:
    mov     x19, x0
    adrp    x1, _stack_top
    add     x1, x1, :lo12:_stack_top
    mov     sp, x1
    adrp    x1, _bss_start
    add     x1, x1, :lo12:_bss_start
    adrp    x2, _bss_end
    add     x2, x2, :lo12:_bss_end
0:  cmp     x1, x2
    b.hs    1f
    stp     xzr, xzr, [x1], #16
    b       0b
1:  adrp    x1, _vectors
    add     x1, x1, :lo12:_vectors
    msr     vbar_el1, x1
    isb
    mov     x0, x19
    bl      runtime_start
    bl      guest_main
    bl      power_off
2:  wfi
    b       2b

/* Every exception that a guest does not expect is reported, and ends it. */
    .macro  vector number
    .balign 0x80
    mov     x0, #\number
    b       unexpected
    .endm

    .text
    .balign 0x800
    .global _vectors
_vectors:
    vector  0
    vector  1
    vector  2
    vector  3
    vector  4
    vector  5
    vector  6
    vector  7
    vector  8
    vector  9
    vector  10
    vector  11
    vector  12
    vector  13
    vector  14
    vector  15

unexpected:
    mrs     x1, esr_el1
    mrs     x2, elr_el1
    mrs     x3, far_el1
    bl      report_exception
    bl      power_off
3:  wfi
    b       3b

    .section .noinit, "aw", %nobits
    .balign 16
    .space  0x4000
_stack_top:
