/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the UART's flag register: n=N times (default 1000000). The checksum is what it read, by OR. */
#include "guest.h"

static u64 reads(u64 count) {
    u64 flags = 0;
    for (u64 i = 0; i < count; i++)
        flags |= read32(machine.uart + UART_FR);
    return flags;
}

void guest_main(void) {
    measure("flagread", reads, 1000000);
}
