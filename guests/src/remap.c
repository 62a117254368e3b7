/* SPDX-License-Identifier: Apache-2.0 */
/* Hot code that is entered where no block begins, and addresses that come to mean something else. */
#include "cases.h"

__asm__(
        ".text\n\t"
        ".balign 64\n"
        /* x0 turns; x1 not 0: the first begins in the middle */
        "two_entries:\n\t"
        "mov x2, #0\n\t"
        "mov x3, #0\n\t"
        "cbnz x1, 2f\n"
        "1:\n\t"
        "add x2, x2, #1\n"
        "2:\n\t"
        "add x2, x2, #3\n\t"
        "eor x3, x3, x2, lsl #5\n\t"
        "subs x0, x0, #1\n\t"
        "b.ne 1b\n\t"
        "add x0, x3, x2\n\t"
        "ret\n\t"
        ".balign 64\n"
        /* gives what is at x0 */
        "load:\n\t"
        "ldr x0, [x0]\n\t"
        "ret\n");

extern char two_entries[], load[];

static u64 data[2][512] __attribute__((aligned(4096))) NOINIT;
static u64 tables[2][3 * 512] __attribute__((aligned(4096))) NOINIT;

static u64 two_entries_gives(u64 turns, u64 middle) {
    u64 a = 0, b = 0;
    for (u64 i = 0; i < turns; i++) {
        a += (i || !middle) + 3;
        b ^= a << 5;
    }
    return a + b;
}

void entered_in_the_middle(void) {
    u32 *page = code_page(0);
    u64 code = (u64)page;
    for (u32 i = 0; i < 128; i++)
        page[i] = ADD_X0(i);
    page[128] = RET;
    publish(code, code, 516);
    make_hot(code, 1, 8129);
    for (u64 i = 0; i < 10 * OFTEN; i++) {
        u64 from = chance() % 129;
        expect("sum of the rest", 8128 - from * (from - 1) / 2 + i, call(code + 4 * from, i));
    }
    for (u64 from = 1; from < 128; from += 25)
        make_hot(code + 4 * from, 0, 8128 - from * (from - 1) / 2);
    for (u64 i = 0; i < OFTEN; i++)
        expect("loop", two_entries_gives(i % 50 + 1, i & 1), call_two((u64)two_entries, i % 50 + 1, i & 1));
}

void code_remapped(void) {
    u64 address = WINDOW + 0x80000;
    for (int i = 0; i < 3; i++)
        write_constant(code_page(i) + 100, 1000 + i);
    for (u64 i = 0; i < OFTEN; i++) {
        map_page(address, code_page(i % 3), PAGE_READ_ONLY);
        expect("code of the page mapped", 1000 + i % 3, call(address + 400, 0));
        unmap_page(address);
    }
    for (u64 round = 0; round < ROUNDS; round++) {
        map_page(address, code_page(round % 3), PAGE_READ_ONLY);
        make_hot(address + 400, 0, 1000 + round % 3);
        unmap_page(address);
    }
}

void data_remapped(void) {
    u64 address = WINDOW + 0x90000;
    u64 *pages[2] = {address_of(data[0]), address_of(data[1])};
    pages[0][5] = 50;
    pages[1][5] = 51;
    for (u64 i = 0; i < OFTEN; i++) {
        map_page(address, pages[i & 1], PAGE_READ_WRITE);
        expect("data of the page mapped", 50 + (i & 1), call((u64)load, address + 40));
        unmap_page(address);
    }
    for (u64 round = 0; round < ROUNDS; round++) {
        map_page(address, pages[round & 1], PAGE_READ_WRITE);
        make_hot((u64)load, address + 40, 50 + (round & 1));
        unmap_page(address);
    }
}

static void enter_space(u64 space) {
    __asm__ volatile("msr ttbr0_el1, %0\n\tisb" : : "r"(space) : "memory");
}

void spaces_switched(void) {
    u64 before, spaces[2];
    __asm__ volatile("mrs %0, ttbr0_el1" : "=r"(before));
    for (u64 i = 0; i < 2; i++) {
        write_constant(code_page(i), 2000 + i);
        spaces[i] = space_with(address_of(tables[i]), code_page(i), i + 1);
    }
    for (u64 i = 0; i < 5 * OFTEN; i++) {
        enter_space(spaces[i & 1]);
        expect("code of the space", 2000 + (i & 1), call(WINDOW, 0));
    }
    for (u64 round = 0; round < ROUNDS; round++) {
        enter_space(spaces[round & 1]);
        make_hot(WINDOW, 0, 2000 + (round & 1));
    }
    enter_space(before);
}
