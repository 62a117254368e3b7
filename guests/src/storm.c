/* SPDX-License-Identifier: Apache-2.0 */
/* Timer interrupts as fast as they can be taken, while computations go on whose results are known. */
#include "cases.h"

#define VIRTUAL_TIMER 27
#define INTERRUPTS 4000

__asm__(
        ".text\n\t"
        ".balign 64\n"
        /* x0 turns that hand the carry from each to the next; gives a sum */
        "carry_chain:\n\t"
        "mov x1, #0x1234\n\t"
        "movk x1, #0xfedc, lsl #48\n\t"
        "mov x2, x1\n\t"
        "mov x3, #0\n\t"
        "cmp x1, x2\n"
        "1:\n\t"
        "adcs x2, x2, x1\n\t"
        "ror x1, x1, #7\n\t"
        "sbcs x3, x3, x2\n\t"
        "eor x1, x1, x3\n\t"
        "adcs x2, x2, x3\n\t"
        "cinc x3, x3, mi\n\t"
        "sub x0, x0, #1\n\t"
        "cbnz x0, 1b\n\t"
        "adc x0, x2, x3\n\t"
        "ret\n");

extern char carry_chain[];

static volatile u64 taken;

static void begin_gic(void) {
    u64 frame = machine.gicr_or_gicc;
    if (!machine.gic3) {
        write32(machine.gicd, 1);
        write32(machine.gicd + 0x100, 1u << VIRTUAL_TIMER);
        write32(frame + 4, 0xf0);
        write32(frame, 1);
        return;
    }
    write32(machine.gicd, 0x12); /* affinity routing, group 1 */
    write32(frame + 0x14, read32(frame + 0x14) & ~2u);
    while (read32(frame + 0x14) & 4) {
    }
    write32(frame + 0x10080, 0xffffffff);
    write32(frame + 0x10100, 1u << VIRTUAL_TIMER);
    __asm__ volatile(
            "msr S3_0_C12_C12_5, %0\n\t" /* ICC_SRE_EL1 */
            "isb\n\t"
            "msr S3_0_C4_C6_0, %1\n\t"   /* ICC_PMR_EL1 */
            "msr S3_0_C12_C12_7, %2\n\t" /* ICC_IGRPEN1_EL1 */
            "isb"
            :
            : "r"(7ul), "r"(0xf0ul), "r"(1ul));
}

static u64 acknowledge(void) {
    u64 number;
    if (!machine.gic3)
        return read32(machine.gicr_or_gicc + 0xc);
    __asm__ volatile("mrs %0, S3_0_C12_C12_0\n\tdsb sy" : "=r"(number) : : "memory");
    return number;
}

static void complete(u64 number) {
    if (!machine.gic3)
        write32(machine.gicr_or_gicc + 0x10, (u32)number);
    else
        __asm__ volatile("msr S3_0_C12_C12_1, %0\n\tisb" : : "r"(number) : "memory");
}

static void next_interrupt(struct frame *frame) {
    (void)frame;
    u64 number = acknowledge();
    if ((number & 0x3ff) >= 1020)
        return;
    expect("interrupt", VIRTUAL_TIMER, number & 0x3ff);
    taken = taken + 1;
    /* the line falls when the timer is set anew */
    __asm__ volatile("msr cntv_tval_el0, %0\n\tisb" : : "r"((u64)chance() & 0x3ff));
    complete(number);
}

static u64 fibonacci(u64 n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

void interrupts_in_a_storm(void) {
    u64 chain = call((u64)carry_chain, 3000), started = ticks();
    begin_gic();
    on_interrupt(next_interrupt);
    taken = 0;
    __asm__ volatile("msr cntv_tval_el0, %0\n\tmsr cntv_ctl_el0, %1\n\tisb\n\tmsr daifclr, #2" : : "r"(1ul), "r"(1ul));
    while (taken < INTERRUPTS && ticks() - started < 60 * ticks_per_second()) {
        expect("a chain of carries", chain, call((u64)carry_chain, 3000));
        expect("many calls and returns", 377, fibonacci(14));
    }
    __asm__ volatile("msr daifset, #2\n\tmsr cntv_ctl_el0, %0\n\tisb" : : "r"(0ul));
    expect_some("as many interrupts as were wanted", taken >= INTERRUPTS);
    on_interrupt(0);
}
