/* SPDX-License-Identifier: Apache-2.0 */
/* void ffa_smc(u64 x[18]), void ffa_hvc(u64 x[18]): calls with all registers that a call may use, and takes all of them
   back [SMCCC 1.2; DEN0077A]. */

    .macro  call name instruction
    .global \name
\name:
    str     x0, [sp, #-16]!
    mov     x18, x0
    ldp     x16, x17, [x18, #128]
    ldp     x14, x15, [x18, #112]
    ldp     x12, x13, [x18, #96]
    ldp     x10, x11, [x18, #80]
    ldp     x8, x9, [x18, #64]
    ldp     x6, x7, [x18, #48]
    ldp     x4, x5, [x18, #32]
    ldp     x2, x3, [x18, #16]
    ldp     x0, x1, [x18]
    \instruction #0
    ldr     x18, [sp], #16
    stp     x0, x1, [x18]
    stp     x2, x3, [x18, #16]
    stp     x4, x5, [x18, #32]
    stp     x6, x7, [x18, #48]
    stp     x8, x9, [x18, #64]
    stp     x10, x11, [x18, #80]
    stp     x12, x13, [x18, #96]
    stp     x14, x15, [x18, #112]
    stp     x16, x17, [x18, #128]
    ret
    .endm

    .text
    call    ffa_smc smc
    call    ffa_hvc hvc
