/* SPDX-License-Identifier: Apache-2.0 */
/* Does what no guest should: seed=N steps=N (defaults 1 and 1000). The same seed does the same in the same machine.
   It never asks for its own end, so a host that survives it sees it power off after the last step. */
#include "guest.h"

u64 attempt(void (*act)(u64, u64), u64 a, u64 b);
extern u64 rogue_faults;
extern char rogue_vectors[];

static u64 state;

static u64 chance(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static u64 below(u64 limit) {
    return chance() % limit;
}

/* An address at which nothing is, or that no address can be. */
static u64 nowhere(void) {
    switch (below(6)) {
    case 0:
        return 0x30000000 + below(0x4000000);
    case 1:
        return chance() | 0xff00000000000000ul;
    case 2:
        return (chance() & 0xffffffffful) | 1ul << 45;
    case 3:
        return 0x38000000 + below(0x1000000);
    case 4:
        return 0x1fff000 + below(0x1000);
    default:
        return chance() | 0x8000000000000000ul;
    }
}

/* An address in a device's window. */
static u64 device(void) {
    switch (below(4)) {
    case 0:
        return machine.uart + below(0x1000);
    case 1:
        return machine.gicd + below(0x1000);
    case 2:
        return machine.gicr_or_gicc + below(0x20000);
    default:
        return machine.gicr_or_gicc + below(0x1000);
    }
}

static void jump(u64 address, u64 unused) {
    (void)unused;
    __asm__ volatile("blr %0" : : "r"(address) : "x30", "memory");
}

static void load(u64 address, u64 kind) {
    switch (kind % 10) {
    case 0:
        __asm__ volatile("ldrb w9, [%0]" : : "r"(address) : "x9", "memory");
        break;
    case 1:
        __asm__ volatile("ldrh w9, [%0]" : : "r"(address) : "x9", "memory");
        break;
    case 2:
        __asm__ volatile("ldr w9, [%0]" : : "r"(address & ~3ul) : "x9", "memory");
        break;
    case 3:
        __asm__ volatile("ldr x9, [%0]" : : "r"(address & ~7ul) : "x9", "memory");
        break;
    case 4:
        __asm__ volatile("ldp x9, x10, [%0]" : : "r"(address & ~7ul) : "x9", "x10", "memory");
        break;
    case 5:
        __asm__ volatile("ldr w9, [%0], #4" : "+r"(address) : : "x9", "memory");
        break;
    case 6:
        __asm__ volatile("ldxr w9, [%0]\n\tstxr w10, w9, [%0]" : : "r"(address & ~3ul) : "x9", "x10", "memory");
        break;
    case 7:
        __asm__ volatile("ldar w9, [%0]" : : "r"(address & ~3ul) : "x9", "memory");
        break;
    case 8:
        __asm__ volatile("ldrsw x9, [%0]" : : "r"(address & ~3ul) : "x9", "memory");
        break;
    default:
        __asm__ volatile("dc ivac, %0\n\tdc cvac, %0\n\tic ivau, %0" : : "r"(address) : "memory");
        break;
    }
}

static void store(u64 address, u64 value) {
    switch (value % 7) {
    case 0:
        __asm__ volatile("strb %w1, [%0]" : : "r"(address), "r"(value) : "memory");
        break;
    case 1:
        __asm__ volatile("strh %w1, [%0]" : : "r"(address), "r"(value) : "memory");
        break;
    case 2:
        __asm__ volatile("str %w1, [%0]" : : "r"(address & ~3ul), "r"(value) : "memory");
        break;
    case 3:
        __asm__ volatile("str %1, [%0]" : : "r"(address & ~7ul), "r"(value) : "memory");
        break;
    case 4:
        __asm__ volatile("stp %1, %1, [%0]" : : "r"(address & ~7ul), "r"(value) : "memory");
        break;
    case 5:
        __asm__ volatile("str %w1, [%0, #4]!" : "+r"(address) : "r"(value) : "memory");
        break;
    default:
        __asm__ volatile("dc zva, %0" : : "r"(address) : "memory");
        break;
    }
}

/* Functions that would end, stop or suspend this CPU, or start another, are left out. */
static int is_deadly(u64 function) {
    u64 n = function & 0xffff;
    if ((function & 0x3f000000) != 0x04000000)
        return (u32)function < 0x01010000;
    return n == 1 || n == 2 || n == 3 || n == 8 || n == 9 || n >= 0xb;
}

static void call(u64 function, u64 kind) {
    register u64 x0 __asm__("x0") = function;
    register u64 x1 __asm__("x1") = kind * 0x9e3779b97f4a7c15ul;
    register u64 x2 __asm__("x2") = ~function;
    register u64 x16 __asm__("x16") = 0x1000 + (kind >> 8 & 0xff);
    switch (kind % 5) {
    case 0:
        __asm__ volatile("smc #0" : "+r"(x0), "+r"(x1), "+r"(x2) : : "x3", "x4", "x5", "x6", "x7", "x17", "memory");
        break;
    case 1:
        __asm__ volatile("hvc #0x1234" : "+r"(x0), "+r"(x1), "+r"(x2) : : "x3", "x4", "x5", "x6", "x7", "x17", "memory");
        break;
    case 2:
        __asm__ volatile("smc #7" : "+r"(x0), "+r"(x1), "+r"(x2) : : "x3", "x4", "x5", "x6", "x7", "x17", "memory");
        break;
    case 3: /* a hypercall whose number nobody has */
        __asm__ volatile("hvc #0xea1" : "+r"(x0), "+r"(x1), "+r"(x2) : "r"(x16) : "x3", "x4", "x5", "x17", "memory");
        break;
    default:
        __asm__ volatile("hvc #0" : "+r"(x0), "+r"(x1), "+r"(x2) : : "x3", "x4", "x5", "x6", "x7", "x17", "memory");
        break;
    }
}

static void registers(u64 value, u64 kind) {
    switch (kind % 10) {
    case 0:
        __asm__ volatile("msr cntv_ctl_el0, %0" : : "r"(value));
        break;
    case 1:
        __asm__ volatile("msr cntv_tval_el0, %0" : : "r"(value));
        break;
    case 2:
        __asm__ volatile("msr cntp_cval_el0, %0" : : "r"(value));
        break;
    case 3:
        __asm__ volatile("msr cntp_ctl_el0, %0" : : "r"(value));
        break;
    case 4: /* the interrupt controller's registers, if they are there */
        __asm__ volatile("mrs x9, S3_0_C12_C12_0\n\tmsr S3_0_C12_C12_1, %0" : : "r"(value) : "x9");
        break;
    case 5:
        __asm__ volatile("msr S3_0_C12_C11_5, %0" : : "r"(value & 0xf000000));
        break;
    case 6: /* identification registers cannot be written */
        __asm__ volatile(".inst 0xd5180009");
        break;
    case 7:
        __asm__ volatile("mrs x9, S3_0_C15_C2_0\n\tmsr S3_1_C15_C0_0, x9" : : : "x9");
        break;
    case 8: /* a register of the level above */
        __asm__ volatile("mrs x9, S3_4_C1_C1_0" : : : "x9");
        break;
    default:
        __asm__ volatile(".inst 0x00000000");
        break;
    }
}

static void step(void) {
    u64 kind = below(8);
    u64 value = chance();
    switch (kind) {
    case 0:
        attempt(jump, nowhere(), 0);
        break;
    case 1:
        attempt(load, nowhere(), value);
        break;
    case 2:
        attempt(store, nowhere(), value);
        break;
    case 3:
        attempt(load, device(), value);
        break;
    case 4:
        attempt(store, device(), value);
        break;
    case 5: {
        u64 function = below(2) ? (value & 0xffffffff) : 0x84000000 + below(0x20) + (value & 0x40000000);
        if (!is_deadly(function))
            attempt(call, function, chance());
        break;
    }
    case 6:
        attempt(registers, value, chance());
        break;
    default: { /* the same fault over and over */
        u64 address = nowhere();
        for (int i = 0; i < 100; i++)
            attempt(load, address, value);
        break;
    }
    }
}

void guest_main(void) {
    u64 seed = argument("seed", 1);
    u64 steps = argument("steps", 1000);
    state = seed * 0x9e3779b97f4a7c15ul + 1;
    put("rogue:");
    put_field("seed", seed);
    put("\n");
    __asm__ volatile("msr daifset, #15\n\tmsr vbar_el1, %0\n\tisb" : : "r"(rogue_vectors));
    for (u64 i = 0; i < steps; i++)
        step();
    put("\nrogue: done");
    put_field("steps", steps);
    put_field("faults", rogue_faults);
    put("\n");
}
