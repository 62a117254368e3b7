/* SPDX-License-Identifier: Apache-2.0 */
/* u64 attempt(void (*act)(u64, u64), u64 a, u64 b): calls act; returns 0 when it returns, 1 when it ended in an
   exception of any kind. Exceptions are counted in rogue_faults. Not to be nested. */

    .text
    .global attempt
attempt:
    adrp    x9, saved
    add     x9, x9, :lo12:saved
    stp     x19, x20, [x9]
    stp     x21, x22, [x9, #16]
    stp     x23, x24, [x9, #32]
    stp     x25, x26, [x9, #48]
    stp     x27, x28, [x9, #64]
    stp     x29, x30, [x9, #80]
    mov     x10, sp
    str     x10, [x9, #96]
    mov     x9, x0
    mov     x0, x1
    mov     x1, x2
    blr     x9
    adrp    x9, saved
    add     x9, x9, :lo12:saved
    ldr     x30, [x9, #88]
    mov     x0, #0
    ret

/* From an exception: back to attempt's caller, whatever the act has left in the registers. */
caught:
    adrp    x9, rogue_faults
    add     x9, x9, :lo12:rogue_faults
    ldr     x10, [x9]
    add     x10, x10, #1
    str     x10, [x9]
    adrp    x9, saved
    add     x9, x9, :lo12:saved
    ldp     x19, x20, [x9]
    ldp     x21, x22, [x9, #16]
    ldp     x23, x24, [x9, #32]
    ldp     x25, x26, [x9, #48]
    ldp     x27, x28, [x9, #64]
    ldp     x29, x30, [x9, #80]
    ldr     x10, [x9, #96]
    msr     elr_el1, x30
    mov     x11, #0x3c5
    msr     spsr_el1, x11
    msr     spsel, #1
    mov     sp, x10
    mov     x0, #1
    eret

    .balign 0x800
    .global rogue_vectors
rogue_vectors:
    .rept   16
    .balign 0x80
    b       caught
    .endr

    .bss
    .balign 16
saved:
    .space  112
    .global rogue_faults
rogue_faults:
    .quad   0
