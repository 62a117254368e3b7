/* SPDX-License-Identifier: Apache-2.0 */
/* Gives back what it is given, polling, and says at which tick of the counter the first and the last byte were there:
   n=N (default 16) bytes. */
#include "guest.h"

#define UART_FR_RXFE 0x10

static char get_char(void) {
    while (read32(machine.uart + UART_FR) & UART_FR_RXFE) {
    }
    return (char)read32(machine.uart);
}

void guest_main(void) {
    u64 count = argument("n", 16);
    u64 first = 0;
    put("echo: ready\n");
    for (u64 i = 0; i < count; i++) {
        char c = get_char();
        if (i == 0)
            first = ticks();
        put_char(c);
    }
    u64 last = ticks();
    put("\necho: done");
    put_field("n", count);
    put_field("first", first);
    put_field("last", last);
    put("\n");
}
