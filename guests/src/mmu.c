/* SPDX-License-Identifier: Apache-2.0 */
/* Page tables of 4 KiB granule for 39-bit addresses by TTBR0 alone [DDI0487 D8]. */
#include "guest.h"

#define VALID_TABLE 3ul
#define VALID_BLOCK 1ul
#define BLOCK (1ul << 21)
#define DEVICE (0ul << 2)
#define ENTRIES 512ul

static u64 level1[ENTRIES] __attribute__((aligned(4096)));
static u64 level2[3][ENTRIES] __attribute__((aligned(4096)));
static u64 pages[RAM_PAGES] __attribute__((aligned(4096))) NOINIT;
static u64 window[ENTRIES] __attribute__((aligned(4096)));

static void build(u64 kib) {
    for (u64 i = 0; i < ENTRIES; i++) {
        level2[0][i] = i * BLOCK | VALID_BLOCK | PAGE_ACCESSED | DEVICE | PAGE_NEVER_EXECUTE;
        level2[1][i] = (RAM + i * BLOCK) | VALID_BLOCK | PAGE_ACCESSED | PAGE_SHARED | PAGE_NORMAL;
    }
    if (kib == 4) {
        for (u64 i = 0; i < RAM_PAGES; i++)
            pages[i] = (RAM + i * PAGE_SIZE) | PAGE_VALID | PAGE_READ_WRITE;
        for (u64 i = 0; i < RAM_PAGES / ENTRIES; i++)
            level2[1][i] = (u64)(pages + i * ENTRIES) | VALID_TABLE;
    }
    level2[2][0] = (u64)window | VALID_TABLE;
    for (u64 i = 0; i < 3; i++)
        level1[i] = (u64)level2[i] | VALID_TABLE;
}

void mmu_on(u64 kib) {
    build(kib);
    mmu_on_this_cpu();
}

void mmu_on_this_cpu(void) {
    u64 features;
    __asm__ volatile("mrs %0, id_aa64mmfr0_el1" : "=r"(features));
    u64 physical = (features & 0xf) > 5 ? 5 : features & 0xf;
    /* 39-bit addresses, 4 KiB granule, tables cached and inner shareable, no walks by TTBR1 */
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

static u64 *entry(u64 address) {
    return window + (address - WINDOW) / PAGE_SIZE;
}

void map_page(u64 address, const void *page, u64 attributes) {
    __asm__ volatile(
            "str %1, [%0]\n\t"
            "dsb ishst\n\t"
            "isb"
            :
            : "r"(entry(address)), "r"((u64)page | PAGE_VALID | attributes)
            : "memory");
}

void unmap_page(u64 address) {
    __asm__ volatile(
            "str xzr, [%0]\n\t"
            "dsb ishst\n\t"
            "tlbi vaae1is, %1\n\t"
            "dsb ish\n\t"
            "isb"
            :
            : "r"(entry(address)), "r"(address >> 12 & 0xffffffffffful)
            : "memory");
}

u64 space_with(u64 *tables, const void *page, u64 asid) {
    u64 *first = tables, *second = tables + ENTRIES, *third = tables + 2 * ENTRIES;
    for (u64 i = 0; i < ENTRIES; i++) {
        first[i] = level1[i];
        second[i] = 0;
        third[i] = 0;
    }
    first[2] = (u64)second | VALID_TABLE;
    second[0] = (u64)third | VALID_TABLE;
    third[0] = (u64)page | PAGE_VALID | PAGE_READ_WRITE | PAGE_NOT_GLOBAL;
    __asm__ volatile("dsb ishst" : : : "memory");
    return (u64)first | asid << 48;
}
