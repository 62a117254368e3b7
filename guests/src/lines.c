/* SPDX-License-Identifier: Apache-2.0 */
/* Prints numbered lines: lines=N (default 1000). */
#include "guest.h"

void guest_main(void) {
    u64 count = argument("lines", 1000);
    for (u64 i = 1; i <= count; i++) {
        put("line ");
        put_padded(i, 6);
        put(" the quick brown fox jumps over the lazy dog\n");
    }
    put("lines: done");
    put_field("n", count);
    put("\n");
}
