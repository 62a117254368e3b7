// SPDX-License-Identifier: Apache-2.0
// void run(uint64_t *registers, void *code): loads X0-X15, V0-V31 and FPSR, calls the code, stores them back.
    .text
    .global run
run:
    stp x29, x30, [sp, #-176]!
    stp x19, x20, [sp, #16]
    stp x21, x22, [sp, #32]
    stp x23, x24, [sp, #48]
    stp x25, x26, [sp, #64]
    stp x27, x28, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x19, x0
    mov x20, x1
    ldr x2, [x19, #280]
    msr fpsr, x2
    add x21, x19, #512
    ldp q0, q1, [x21, #0]
    ldp q2, q3, [x21, #32]
    ldp q4, q5, [x21, #64]
    ldp q6, q7, [x21, #96]
    ldp q8, q9, [x21, #128]
    ldp q10, q11, [x21, #160]
    ldp q12, q13, [x21, #192]
    ldp q14, q15, [x21, #224]
    ldp q16, q17, [x21, #256]
    ldp q18, q19, [x21, #288]
    ldp q20, q21, [x21, #320]
    ldp q22, q23, [x21, #352]
    ldp q24, q25, [x21, #384]
    ldp q26, q27, [x21, #416]
    ldp q28, q29, [x21, #448]
    ldp q30, q31, [x21, #480]
    ldp x0, x1, [x19, #0]
    ldp x2, x3, [x19, #16]
    ldp x4, x5, [x19, #32]
    ldp x6, x7, [x19, #48]
    ldp x8, x9, [x19, #64]
    ldp x10, x11, [x19, #80]
    ldp x12, x13, [x19, #96]
    ldp x14, x15, [x19, #112]
    blr x20
    stp x0, x1, [x19, #0]
    stp x2, x3, [x19, #16]
    stp x4, x5, [x19, #32]
    stp x6, x7, [x19, #48]
    stp x8, x9, [x19, #64]
    stp x10, x11, [x19, #80]
    stp x12, x13, [x19, #96]
    stp x14, x15, [x19, #112]
    mrs x2, fpsr
    str x2, [x19, #280]
    add x21, x19, #512
    stp q0, q1, [x21, #0]
    stp q2, q3, [x21, #32]
    stp q4, q5, [x21, #64]
    stp q6, q7, [x21, #96]
    stp q8, q9, [x21, #128]
    stp q10, q11, [x21, #160]
    stp q12, q13, [x21, #192]
    stp q14, q15, [x21, #224]
    stp q16, q17, [x21, #256]
    stp q18, q19, [x21, #288]
    stp q20, q21, [x21, #320]
    stp q22, q23, [x21, #352]
    stp q24, q25, [x21, #384]
    stp q26, q27, [x21, #416]
    stp q28, q29, [x21, #448]
    stp q30, q31, [x21, #480]
    ldp x19, x20, [sp, #16]
    ldp x21, x22, [sp, #32]
    ldp x23, x24, [sp, #48]
    ldp x25, x26, [sp, #64]
    ldp x27, x28, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    ldp x29, x30, [sp], #176
    ret
    .section .note.GNU-stack, "", %progbits
