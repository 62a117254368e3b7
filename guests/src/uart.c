/* SPDX-License-Identifier: Apache-2.0 */
/* What the UART costs: mode=0 reads the flags n=N times (default 1000000); mode=1 writes N bytes, polling before each;
   mode=2 writes and mode=3 reads N bytes by interrupts, in the manner of Linux' driver: 16 bytes without a look at the
   flags for each time that there is room, and as many bytes as there are. irq=N is the UART's interrupt (default 32, as
   on Xen); fifo=1 turns the FIFOs of a PrimeCell on, look=1 looks for room before each byte all the same. Each of
   rounds=N (default 1) prints a line; traps are accesses to the UART. */
#include "ffa.h"

#define DR 0x00
#define LCR_H 0x2c
#define IMSC 0x38
#define RIS 0x3c
#define ICR 0x44
#define RXFE 0x10
#define RX 0x10
#define TX 0x20
#define RT 0x40
#define FEN_8BITS 0x70
#define BURST 16
#define PASSES 256
#define FOR_EVER (~0ul >> 1)

#define IGROUPR 0x080
#define ISENABLER 0x100
#define IPRIORITYR 0x400
#define ITARGETSR 0x800
#define IROUTER 0x6000

static u64 traps, interrupts, sum, look;

static u32 in(u64 offset) {
    traps++;
    return read32(machine.uart + offset);
}

static void out(u64 offset, u32 value) {
    traps++;
    write32(machine.uart + offset, value);
}

/* Lets a shared interrupt through to this CPU. */
static void enable_shared(u32 interrupt) {
    u64 word = interrupt / 32 * 4, bit = interrupt % 32;
    u64 byte = interrupt & ~3u, shift = (interrupt & 3) * 8;
    u64 priority = machine.gicd + IPRIORITYR + byte;
    write32(priority, (read32(priority) & ~(0xffu << shift)) | 0x80u << shift);
    if (machine.gic3) {
        write32(machine.gicd + IGROUPR + word, read32(machine.gicd + IGROUPR + word) | 1u << bit);
        write32(machine.gicd + IROUTER + 8 * interrupt, 0);
        write32(machine.gicd + IROUTER + 8 * interrupt + 4, 0);
    } else {
        u64 targets = machine.gicd + ITARGETSR + byte;
        write32(targets, (read32(targets) & ~(0xffu << shift)) | 1u << shift);
    }
    write32(machine.gicd + ISENABLER + word, 1u << bit);
}

static void read_flags(u64 n) {
    for (u64 i = 0; i < n; i++)
        sum += in(UART_FR);
}

static void write_polling(u64 n) {
    for (u64 i = 0; i < n; i++) {
        while (in(UART_FR) & UART_FR_TXFF) {
        }
        out(DR, i % 64 == 63 ? '\n' : '#');
    }
}

/* Passes n bytes by interrupts; where is TX or RX and RT. */
static void by_interrupts(u64 n, u32 where) {
    u64 done = 0;
    out(IMSC, where);
    if (where == TX)
        out(DR, '#'), done++; /* some UARTs tell of room only when something has been written */
    while (done < n) {
        gic_wait(FOR_EVER);
        interrupts++;
        for (int pass = 0; pass < PASSES && done < n; pass++) {
            u32 status = in(RIS) & where;
            if (!status)
                break;
            out(ICR, status & ~(RX | TX | RT));
            for (int i = 0; status & (RX | RT) && i < 256 && done < n && !(in(UART_FR) & RXFE); i++, done++)
                sum += in(DR) & 0xff;
            for (int i = 0; status & TX && i < BURST && done < n && !(look && in(UART_FR) & UART_FR_TXFF); i++, done++)
                out(DR, done % 64 == 63 ? '\n' : '#');
        }
    }
    out(IMSC, 0);
}

void guest_main(void) {
    u64 mode = argument("mode", 0), n = argument("n", 1000000), rounds = argument("rounds", 1);
    if (argument("fifo", 0))
        out(LCR_H, FEN_8BITS);
    look = argument("look", 0);
    out(IMSC, 0);
    gic_start();
    enable_shared((u32)argument("irq", 32));
    for (u64 round = 1; round <= rounds; round++) {
        u64 start = ticks();
        traps = interrupts = sum = 0;
        if (mode == 0)
            read_flags(n);
        else if (mode == 1)
            write_polling(n);
        else
            by_interrupts(n, mode == 2 ? TX : RX | RT);
        u64 end = ticks(), counted = traps;
        put("\nuart:");
        put_field("round", round);
        put_field("n", n);
        put_field("ticks", end - start);
        put_field("hz", ticks_per_second());
        put_field("traps", counted);
        put_field("interrupts", interrupts);
        put_field("sum", sum);
        put("\n");
    }
}
