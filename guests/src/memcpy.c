/* SPDX-License-Identifier: Apache-2.0 */
/* Copies 4 MiB with pairs of registers, MMU and caches on: n=N times (default 16), with pages of page=4 KiB (the
   default) or 2048 KiB. The checksum is of words of the copy; all of it is compared at the end. */
#include "guest.h"

#define WORDS (4ul << 20 >> 3)

static u64 source[WORDS] __attribute__((aligned(4096))) NOINIT;
static u64 target[WORDS] __attribute__((aligned(4096))) NOINIT;

static void copy(u64 *to, const u64 *from, u64 words) {
    const u64 *end = from + words;
    __asm__ volatile(
            "0:\n\t"
            "ldp x2, x3, [%1], #16\n\t"
            "ldp x4, x5, [%1], #16\n\t"
            "stp x2, x3, [%0], #16\n\t"
            "stp x4, x5, [%0], #16\n\t"
            "cmp %1, %2\n\t"
            "b.lo 0b"
            : "+r"(to), "+r"(from)
            : "r"(end)
            : "x2", "x3", "x4", "x5", "cc", "memory");
}

static u64 copies(u64 count) {
    u64 *from = address_of(source);
    u64 *to = address_of(target);
    u64 sum = 0;
    for (u64 i = 0; i < count; i++) {
        from[i % WORDS] = i;
        copy(to, from, WORDS);
        sum = sum * 31 + to[i % WORDS] + to[WORDS - 1];
    }
    return sum;
}

void guest_main(void) {
    u64 *from = address_of(source);
    u64 *to = address_of(target);
    mmu_on(argument("page", 4));
    for (u64 i = 0; i < WORDS; i++) {
        from[i] = i * 0x9e3779b97f4a7c15ul;
        to[i] = 0;
    }
    measure("memcpy", copies, 16);
    u64 wrong = 0;
    for (u64 i = 0; i < WORDS; i++)
        wrong += to[i] != from[i];
    if (wrong)
        put("memcpy: FAIL the copy differs\n");
}
