/* SPDX-License-Identifier: Apache-2.0 */
#include "guest.h"

void measure(const char *name, u64 (*work)(u64 n), u64 fallback) {
    u64 n = argument("n", fallback);
    u64 rounds = argument("rounds", 1);
    u64 first = 0;
    for (u64 round = 1; round <= rounds; round++) {
        u64 start = ticks();
        u64 checksum = work(n);
        u64 end = ticks();
        put(name);
        put_char(':');
        put_field("round", round);
        put_field("n", n);
        put_field("ticks", end - start);
        put_field("hz", ticks_per_second());
        put_hex_field("checksum", checksum);
        put("\n");
        if (round == 1)
            first = checksum;
        else if (checksum != first) {
            put(name);
            put(": FAIL the checksum is not that of the first round\n");
        }
    }
}
