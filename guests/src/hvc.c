/* SPDX-License-Identifier: Apache-2.0 */
/* Asks for PSCI's version: n=N times (default 1000000). The checksum is the version. */
#include "guest.h"

static u64 calls(u64 count) {
    u64 version = 0;
    for (u64 i = 0; i < count; i++)
        version = firmware(PSCI_VERSION, 0, 0, 0);
    return version;
}

void guest_main(void) {
    measure("hvc", calls, 1000000);
}
