/* SPDX-License-Identifier: Apache-2.0 */
/* Numbered bytes in both directions at full speed, polling: writes lines of eight hexadecimal digits that count up, and
   reads bytes that count from 0 to 250, again and again. It ends when it reads 0xff, or after lines=N lines, and says
   what it has read, and the first byte that was not the expected one. */
#include "guest.h"

#define UART_FR_RXFE 0x10
#define CYCLE 251
#define STOP 0xff

static const char digits[] = "0123456789abcdef";

void guest_main(void) {
    u64 lines = argument("lines", 0xffffffff);
    u64 line = 0, read = 0, wrong = 0, at = 0, expected = 0, got = 0;
    int column = 0, stop = 0;
    while (!(read32(machine.uart + UART_FR) & UART_FR_RXFE))
        read32(machine.uart); /* what was there before, or seems to be */
    put("uart-duplex: ready\n");
    while (!(stop && column == 0)) {
        u32 flags = read32(machine.uart + UART_FR);
        if (!(flags & UART_FR_RXFE)) {
            u32 byte = read32(machine.uart) & 0xff;
            if (byte == STOP) {
                stop = 1;
            } else {
                if (byte != read % CYCLE && wrong++ == 0) {
                    at = read;
                    expected = read % CYCLE;
                    got = byte;
                }
                read++;
            }
        }
        if (!(flags & UART_FR_TXFF)) {
            write32(machine.uart, column < 8 ? (u8)digits[line >> (28 - 4 * column) & 0xf] : '\n');
            if (column++ == 8) {
                column = 0;
                if (++line == lines)
                    stop = 1;
            }
        }
    }
    put("uart-duplex: done");
    put_field("lines", line);
    put_field("read", read);
    put_field("wrong", wrong);
    put_field("at", at);
    put_field("expected", expected);
    put_field("got", got);
    put("\n");
}
