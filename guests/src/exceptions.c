/* SPDX-License-Identifier: Apache-2.0 */
/* Supervisor calls and returns, MMU on: n=N times (default 1000000), from this level (el=1, the default) or from
   user code (el=0). The checksum is how many were taken. */
#include "guest.h"

__asm__(
        ".text\n\t"
        ".balign 4096\n"
        "user_code:\n\t"
        "svc #0\n\t"
        "subs x0, x0, #1\n\t"
        "b.ne user_code\n\t"
        "svc #1\n\t"
        ".balign 4096\n"
        "counting_vectors:\n\t"
        ".rept 4\n\t"
        ".balign 0x80\n\t"
        "b .\n\t"
        ".endr\n\t"
        ".balign 0x80\n\t" /* synchronous, from this level with its own stack pointer */
        "add x9, x9, #1\n\t"
        "eret\n\t"
        ".rept 3\n\t"
        ".balign 0x80\n\t"
        "b .\n\t"
        ".endr\n\t"
        ".balign 0x80\n\t" /* synchronous, from user code; the one with nothing left is its end */
        "cbz x0, 1f\n\t"
        "add x9, x9, #1\n\t"
        "eret\n"
        "1: br x11\n\t"
        ".rept 7\n\t"
        ".balign 0x80\n\t"
        "b .\n\t"
        ".endr\n");

extern char user_code[];

static u64 from_this_level(u64 left) {
    u64 old;
    register u64 taken __asm__("x9") = 0;
    if (left)
        __asm__ volatile(
                "mrs %2, vbar_el1\n\t"
                "adr x10, counting_vectors\n\t"
                "msr vbar_el1, x10\n\t"
                "isb\n"
                "0:\n\t"
                "svc #0\n\t"
                "subs %0, %0, #1\n\t"
                "b.ne 0b\n\t"
                "msr vbar_el1, %2\n\t"
                "isb"
                : "+r"(left), "+r"(taken), "=&r"(old)
                :
                : "x10", "cc", "memory");
    return taken;
}

static u64 from_user_code(u64 left) {
    u64 old;
    register u64 taken __asm__("x9") = 0;
    register u64 count __asm__("x0") = left;
    if (left)
        __asm__ volatile(
                "mrs %2, vbar_el1\n\t"
                "adr x10, counting_vectors\n\t"
                "msr vbar_el1, x10\n\t"
                "msr elr_el1, %3\n\t"
                "mov x10, #0x3c0\n\t"
                "msr spsr_el1, x10\n\t"
                "adr x11, 2f\n\t"
                "isb\n\t"
                "eret\n"
                "2:\n\t"
                "msr vbar_el1, %2\n\t"
                "isb"
                : "+r"(count), "+r"(taken), "=&r"(old)
                : "r"(WINDOW)
                : "x10", "x11", "cc", "memory");
    return taken;
}

void guest_main(void) {
    mmu_on(4);
    map_page(WINDOW, user_code, PAGE_READ_ONLY | PAGE_USER);
    if (argument("el", 1))
        measure("exceptions", from_this_level, 1000000);
    else
        measure("exceptions", from_user_code, 1000000);
}
