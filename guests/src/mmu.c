/* SPDX-License-Identifier: Apache-2.0 */
#include "guest.h"

#define VALID_TABLE 3ul
#define VALID_BLOCK 1ul
#define ACCESSED (1ul << 10)
#define INNER_SHAREABLE (3ul << 8)
#define NEVER_EXECUTE (3ul << 53)
#define DEVICE (0ul << 2)
#define NORMAL (1ul << 2)

static u64 level1[512] __attribute__((aligned(4096)));
static u64 level2[2][512] __attribute__((aligned(4096)));

void mmu_on(void) {
    for (u64 i = 0; i < 512; i++) {
        level2[0][i] = i << 21 | VALID_BLOCK | ACCESSED | DEVICE | NEVER_EXECUTE;
        level2[1][i] = (i + 512) << 21 | VALID_BLOCK | ACCESSED | INNER_SHAREABLE | NORMAL;
    }
    level1[0] = (u64)level2[0] | VALID_TABLE;
    level1[1] = (u64)level2[1] | VALID_TABLE;
    u64 features;
    __asm__ volatile("mrs %0, id_aa64mmfr0_el1" : "=r"(features));
    u64 physical = (features & 0xf) > 5 ? 5 : features & 0xf;
    /* 39-bit addresses by TTBR0 alone, 4 KiB granule, tables cached and inner shareable */
    u64 tcr = 25 | 1ul << 8 | 1ul << 10 | 3ul << 12 | 1ul << 23 | physical << 32;
    u64 control;
    __asm__ volatile(
            "dsb sy\n\t"
            "msr mair_el1, %1\n\t"
            "msr tcr_el1, %2\n\t"
            "msr ttbr0_el1, %3\n\t"
            "isb\n\t"
            "tlbi vmalle1\n\t"
            "ic iallu\n\t"
            "dsb sy\n\t"
            "isb\n\t"
            "mrs %0, sctlr_el1\n\t"
            "orr %0, %0, %4\n\t"
            "msr sctlr_el1, %0\n\t"
            "isb"
            : "=&r"(control)
            : "r"(0xff04ul), "r"(tcr), "r"((u64)level1), "r"(0x1005ul)
            : "memory");
}
