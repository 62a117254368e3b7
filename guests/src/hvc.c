/* SPDX-License-Identifier: Apache-2.0 */
/* Asks for PSCI's version: n=N times (default 1000000). */
#include "guest.h"

void guest_main(void) {
    u64 count = argument("n", 1000000);
    u64 version = 0;
    u64 start = ticks();
    for (u64 i = 0; i < count; i++)
        version = firmware(PSCI_VERSION, 0, 0, 0);
    u64 end = ticks();
    put("hvc:");
    put_field("n", count);
    put_field("ticks", end - start);
    put_field("hz", ticks_per_second());
    put_hex_field("version", version);
    put("\n");
}
