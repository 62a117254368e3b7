/* SPDX-License-Identifier: Apache-2.0 */
/* Counts the primes below 2^24 with a byte for each number, MMU and caches on: n=N times (default 1), with pages of
   page=4 KiB (the default) or 2048 KiB. The checksum is the number of primes. */
#include "guest.h"

#define LIMIT (16u << 20)

static u8 numbers[LIMIT] __attribute__((aligned(4096))) NOINIT;

static u64 count_primes(u8 *composite) {
    u64 primes = 0;
    u64 *words = (u64 *)composite;
    for (u64 i = 0; i < LIMIT / 8; i++)
        words[i] = 0;
    for (u32 i = 2; i < LIMIT; i++) {
        if (composite[i])
            continue;
        primes++;
        for (u64 j = (u64)i * i; j < LIMIT; j += i)
            composite[j] = 1;
    }
    return primes;
}

static u64 sieve(u64 count) {
    u64 primes = 0;
    for (u64 i = 0; i < count; i++)
        primes = count_primes(address_of(numbers));
    return primes;
}

void guest_main(void) {
    mmu_on(argument("page", 4));
    measure("sieve", sieve, 1);
}
