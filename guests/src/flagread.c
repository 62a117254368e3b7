/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the UART's flag register: n=N times (default 1000000). */
#include "guest.h"

void guest_main(void) {
    u64 count = argument("n", 1000000);
    u64 flags = 0;
    u64 start = ticks();
    for (u64 i = 0; i < count; i++)
        flags |= read32(machine.uart + UART_FR);
    u64 end = ticks();
    put("flagread:");
    put_field("n", count);
    put_field("ticks", end - start);
    put_field("hz", ticks_per_second());
    put_hex_field("flags", flags);
    put("\n");
}
