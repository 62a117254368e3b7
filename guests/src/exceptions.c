/* SPDX-License-Identifier: Apache-2.0 */
/* Supervisor calls to this level, and back: n=N times (default 1000000). */
#include "guest.h"

__asm__(
        ".text\n\t"
        ".balign 0x800\n"
        "counting_vectors:\n\t"
        ".rept 4\n\t"
        ".balign 0x80\n\t"
        "b .\n\t"
        ".endr\n\t"
        ".balign 0x80\n\t" /* synchronous, from this level with its own stack pointer */
        "add x9, x9, #1\n\t"
        "eret\n\t"
        ".rept 11\n\t"
        ".balign 0x80\n\t"
        "b .\n\t"
        ".endr\n");

void guest_main(void) {
    u64 count = argument("n", 1000000);
    u64 left = count, old;
    register u64 taken __asm__("x9") = 0;
    u64 start = ticks();
    if (count)
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
    u64 end = ticks();
    u64 counted = taken;
    put("exceptions:");
    put_field("n", count);
    put_field("taken", counted);
    put_field("ticks", end - start);
    put_field("hz", ticks_per_second());
    put("\n");
}
