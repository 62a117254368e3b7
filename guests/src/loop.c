/* SPDX-License-Identifier: Apache-2.0 */
/* An integer loop with the MMU off, eight instructions a turn: n=N turns (default 10000000). */
#include "guest.h"

void guest_main(void) {
    u64 count = argument("n", 10000000);
    u64 left = count, a = 1, b = 2, c = 3;
    u64 start = ticks();
    if (count)
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
    u64 end = ticks();
    put("loop:");
    put_field("n", count);
    put_field("instructions", 8 * count);
    put_field("ticks", end - start);
    put_field("hz", ticks_per_second());
    put_hex_field("checksum", a ^ b ^ c);
    put("\n");
}
