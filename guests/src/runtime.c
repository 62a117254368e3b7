/* SPDX-License-Identifier: Apache-2.0 */
#include "guest.h"

struct machine machine;

void runtime_start(const u8 *dtb) {
    machine.uart = 0x22000000;
    machine.gicd = 0x03001000;
    machine.gicr_or_gicc = 0x03020000;
    machine.gic3 = 1;
    machine.bootargs = "";
    read_device_tree(dtb);
}

/* The compiler calls it to copy structures. */
void *memcpy(void *to, const void *from, u64 length) {
    for (u64 i = 0; i < length; i++)
        ((u8 *)to)[i] = ((const u8 *)from)[i];
    return to;
}

/* A UART without flow control reads as never full (a legacy vUART's flags are 0x90). */
void put_char(char c) {
    while (read32(machine.uart + UART_FR) & UART_FR_TXFF) {
    }
    write32(machine.uart, (u8)c);
}

void put(const char *text) {
    for (; *text; text++) {
        if (*text == '\n')
            put_char('\r');
        put_char(*text);
    }
}

void put_padded(u64 value, int digits) {
    char text[24];
    int length = 0;
    do {
        text[length++] = (char)('0' + value % 10);
        value /= 10;
    } while (value || length < digits);
    while (length)
        put_char(text[--length]);
}

void put_decimal(u64 value) {
    put_padded(value, 1);
}

void put_hex(u64 value) {
    int shift = 60;
    while (shift > 0 && !(value >> shift))
        shift -= 4;
    for (; shift >= 0; shift -= 4) {
        u64 digit = value >> shift & 0xf;
        put_char((char)(digit < 10 ? '0' + digit : 'a' + digit - 10));
    }
}

void put_field(const char *name, u64 value) {
    put_char(' ');
    put(name);
    put_char('=');
    put_decimal(value);
}

void put_hex_field(const char *name, u64 value) {
    put_char(' ');
    put(name);
    put("=0x");
    put_hex(value);
}

static const char *after(const char *text, const char *name) {
    while (*name) {
        if (*text++ != *name++)
            return 0;
    }
    return *text == '=' ? text + 1 : 0;
}

static u64 number(const char *text, u64 fallback) {
    u64 base = 10, value = 0;
    int digits = 0;
    if (text[0] == '0' && text[1] == 'x') {
        base = 16;
        text += 2;
    }
    for (;; text++, digits++) {
        u64 digit = *text >= '0' && *text <= '9'   ? (u64)(*text - '0')
                    : *text >= 'a' && *text <= 'f' ? (u64)(*text - 'a' + 10)
                                                   : 99;
        if (digit >= base)
            return digits ? value : fallback;
        value = value * base + digit;
    }
}

u64 argument(const char *name, u64 fallback) {
    const char *text = machine.bootargs;
    while (*text) {
        const char *value = after(text, name);
        if (value)
            return number(value, fallback);
        while (*text && *text != ' ')
            text++;
        while (*text == ' ')
            text++;
    }
    return fallback;
}

#define CALLER_SAVED \
    "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", "memory"

u64 firmware(u64 function, u64 a, u64 b, u64 c) {
    register u64 x0 __asm__("x0") = function;
    register u64 x1 __asm__("x1") = a;
    register u64 x2 __asm__("x2") = b;
    register u64 x3 __asm__("x3") = c;
    if (machine.smc)
        __asm__ volatile("smc #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3) : : CALLER_SAVED);
    else
        __asm__ volatile("hvc #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3) : : CALLER_SAVED);
    return x0;
}

void power_off(void) {
    firmware(PSCI_SYSTEM_OFF, 0, 0, 0);
}

void report_exception(u64 vector, u64 esr, u64 elr, u64 far) {
    put("unexpected exception:");
    put_field("vector", vector);
    put_hex_field("esr", esr);
    put_hex_field("elr", elr);
    put_hex_field("far", far);
    put("\n");
}
