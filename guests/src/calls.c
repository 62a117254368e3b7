/* SPDX-License-Identifier: Apache-2.0 */
/* Calls firmware and hypervisor with numbers and arguments that mean something as often as not: seed=N n=N (defaults 1
   and 100000). Calls that would end, stop or block this CPU by design are left out, as is the watchdog, so a host that
   survives it sees it power off after the last. */
#include "guest.h"

u64 attempt(void (*act)(u64, u64), u64 a, u64 b);
extern u64 rogue_faults;
extern char rogue_vectors[];

#define WORDS 512
#define VCPU_OP 24
#define SCHED_OP 29

static u64 state;
static u64 answered;
static u64 refused;
NOINIT static u64 buffer[WORDS];

static u64 chance(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static u64 below(u64 limit) {
    return chance() % limit;
}

/* A number, an address in or near the buffer, or an address at which nothing is. */
static u64 value(void) {
    switch (below(8)) {
    case 0:
        return below(32);
    case 1:
        return chance();
    case 2:
        return chance() & 0xffffffff;
    case 3:
        return 0x7ff0 + below(32);
    case 4:
        return 0x38000000 + below(0x1000000);
    default:
        return (u64)buffer + below(WORDS * 8 + 64);
    }
}

static void scribble(void) {
    u64 at = below(WORDS - 8);
    for (u64 i = 0; i < 8; i++)
        buffer[at + i] = value();
}

/* Functions that would end, stop or suspend this CPU. */
static int is_deadly(u64 function) {
    u64 n = function & 0xffff;
    if ((function & 0x3f000000) != 0x04000000)
        return (u32)function < 0x01010000;
    return n == 1 || n == 2 || n == 8 || n == 9 || n >= 0xb;
}

static void count(u64 result) {
    answered++;
    if ((long)result < 0)
        refused++;
}

static void firmware_call(u64 function, u64 conduit) {
    u64 a = value(), b = value(), c = value(), d = value(); /* before registers are taken: it is a call */
    register u64 x0 __asm__("x0") = function;
    register u64 x1 __asm__("x1") = a;
    register u64 x2 __asm__("x2") = b;
    register u64 x3 __asm__("x3") = c;
    register u64 x4 __asm__("x4") = d;
    if (conduit)
        __asm__ volatile("smc #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4) : : "x5", "x6", "x7", "x16", "x17", "memory");
    else
        __asm__ volatile("hvc #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4) : : "x5", "x6", "x7", "x16", "x17", "memory");
    count(x0);
}

static void hypercall(u64 number, u64 operation) {
    u64 a = value(), b = value(), c = value(), d = value(); /* before registers are taken: it is a call */
    register u64 x0 __asm__("x0") = operation;
    register u64 x1 __asm__("x1") = a;
    register u64 x2 __asm__("x2") = b;
    register u64 x3 __asm__("x3") = c;
    register u64 x4 __asm__("x4") = d;
    register u64 x16 __asm__("x16") = number;
    __asm__ volatile("hvc #0xea1" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4) : "r"(x16) : "x5", "x17", "memory");
    count(x0);
}

static void step(void) {
    if (below(4) == 0)
        scribble();
    if (below(3) == 0) {
        u64 function = below(2) ? chance() & 0xffffffff : (chance() & 0xff000000) + below(0x100);
        if (below(2))
            function = 0x84000000 + below(0x20) + (chance() & 0x40000000);
        if (!is_deadly(function))
            attempt(firmware_call, function, below(2));
    } else {
        u64 number = below(16) ? below(64) : chance();
        u64 operation = below(16) ? below(48) : chance();
        /* block, shutdown, poll, shutdown code, watchdog; a vCPU that goes down */
        int ends = ((u32)number == SCHED_OP && (u32)operation != 0) || ((u32)number == VCPU_OP && (u32)operation < 3);
        if (!ends)
            attempt(hypercall, number, operation);
    }
}

void guest_main(void) {
    u64 seed = argument("seed", 1);
    u64 n = argument("n", 100000);
    state = seed * 0x9e3779b97f4a7c15ul + 1;
    put("calls:");
    put_field("seed", seed);
    put("\n");
    for (u64 i = 0; i < WORDS; i++)
        buffer[i] = value();
    __asm__ volatile("msr daifset, #15\n\tmsr vbar_el1, %0\n\tisb" : : "r"(rogue_vectors));
    while (answered < n)
        step();
    put("calls: done");
    put_field("n", answered);
    put_field("refused", refused);
    put_field("faults", rogue_faults);
    put("\n");
    power_off(); /* not by returning: long lists of results may have run over the stack, which is behind the buffer */
}
