/* SPDX-License-Identifier: Apache-2.0 */
/* As much of a GICv2 or v3 as it takes to wait for private interrupts: they stay masked at the CPU, and are asked for
   [IHI0069 12; IHI0048 4]. */
#include "ffa.h"

#define GICD_CTLR 0x000
#define IGROUPR0 0x080
#define ISENABLER0 0x100
#define IPRIORITYR 0x400
#define GICR_WAKER 0x014
#define GICR_SGI 0x10000
#define GICC_CTLR 0x000
#define GICC_PMR 0x004
#define GICC_IAR 0x00c
#define GICC_EOIR 0x010
#define GICC_IIDR 0x0fc
#define MADE_BY_ARM 0x43b
#define SPURIOUS 1020
#define VIRTUAL_TIMER 27

static int version2;
static u64 frame;

void gic_start(void) {
    /* Where the second region is a CPU interface it says who made it; a redistributor has nothing there. */
    version2 = (read32(machine.gicr_or_gicc + GICC_IIDR) & 0xfff) == MADE_BY_ARM;
    if (version2) {
        frame = machine.gicd;
        write32(machine.gicd + GICD_CTLR, 1);
        write32(machine.gicr_or_gicc + GICC_PMR, 0xff);
        write32(machine.gicr_or_gicc + GICC_CTLR, 1);
    } else {
        frame = machine.gicr_or_gicc + GICR_SGI;
        write32(machine.gicd + GICD_CTLR, 0x12); /* affinity routing, group 1 */
        write32(machine.gicr_or_gicc + GICR_WAKER, 0);
        write32(frame + IGROUPR0, 0xffffffff);
        __asm__ volatile(
                "mrs x9, s3_0_c12_c12_5\n\t" /* ICC_SRE_EL1 */
                "orr x9, x9, #1\n\t"
                "msr s3_0_c12_c12_5, x9\n\t"
                "isb\n\t"
                "mov x9, #0xff\n\t"
                "msr s3_0_c4_c6_0, x9\n\t" /* ICC_PMR_EL1 */
                "mov x9, #1\n\t"
                "msr s3_0_c12_c12_7, x9\n\t" /* ICC_IGRPEN1_EL1 */
                "isb"
                :
                :
                : "x9", "memory");
    }
    gic_enable(VIRTUAL_TIMER);
}

void gic_enable(u32 interrupt) {
    u64 at = frame + IPRIORITYR + (interrupt & ~3u);
    u32 shift = (interrupt & 3) * 8;
    write32(at, (read32(at) & ~(0xffu << shift)) | 0x80u << shift);
    write32(frame + ISENABLER0, 1u << interrupt);
}

static u32 acknowledge(void) {
    u64 number;
    if (version2) {
        u32 raw = read32(machine.gicr_or_gicc + GICC_IAR);
        number = raw & 0x3ff;
        if (number < SPURIOUS)
            write32(machine.gicr_or_gicc + GICC_EOIR, raw);
        return (u32)number;
    }
    __asm__ volatile("mrs %0, s3_0_c12_c12_0\n\tdsb sy" : "=r"(number) : : "memory"); /* ICC_IAR1_EL1 */
    if (number < SPURIOUS)
        __asm__ volatile("msr s3_0_c12_c12_1, %0\n\tisb" : : "r"(number) : "memory"); /* ICC_EOIR1_EL1 */
    return (u32)number;
}

static void timer(u64 until, u64 control) {
    __asm__ volatile("msr cntv_cval_el0, %0\n\tmsr cntv_ctl_el0, %1\n\tisb" : : "r"(until), "r"(control) : "memory");
}

u32 gic_wait(u64 until) {
    timer(until, 1);
    for (;;) {
        u32 number = acknowledge();
        if (number < SPURIOUS && number != VIRTUAL_TIMER) {
            timer(until, 0);
            return number;
        }
        if (ticks() >= until) {
            timer(until, 0);
            return 0;
        }
        if (number >= SPURIOUS)
            __asm__ volatile("dsb sy\n\twfi" : : : "memory");
    }
}
