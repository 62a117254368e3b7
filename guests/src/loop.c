/* SPDX-License-Identifier: Apache-2.0 */
/* An integer loop with the MMU off, eight instructions a turn: n=N turns (default 10000000). */
#include "guest.h"

static u64 turns(u64 left) {
    u64 a = 1, b = 2, c = 3;
    if (left)
        __asm__ volatile(
                "0:\n\t"
                "add %1, %1, %0\n\t"
                "eor %2, %2, %1, lsl #3\n\t"
                "add %3, %3, %2, lsr #7\n\t"
                "ror %1, %1, #11\n\t"
                "sub %2, %2, %3\n\t"
                "orr %3, %3, #1\n\t"
                "subs %0, %0, #1\n\t"
                "b.ne 0b"
                : "+r"(left), "+r"(a), "+r"(b), "+r"(c)
                :
                : "cc");
    return a ^ b ^ c;
}

void guest_main(void) {
    measure("loop", turns, 10000000);
}
