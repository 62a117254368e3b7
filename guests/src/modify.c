/* SPDX-License-Identifier: Apache-2.0 */
/* Code that is written anew, by itself and by others, with the cache maintenance that the architecture wants. */
#include "cases.h"

__asm__(
        ".text\n\t"
        ".balign 64\n"
        /* writes the instruction w0 in front of itself, and executes it; gives w0 */
        "ahead:\n\t"
        "adr x1, 1f\n\t"
        "str w0, [x1]\n\t"
        "dc cvau, x1\n\t"
        "dsb ish\n\t"
        "ic ivau, x1\n\t"
        "dsb ish\n\t"
        "isb\n"
        "1:\n\t"
        "movz w0, #0\n\t"
        "ret\n\t"
        ".balign 64\n"
        /* x0 turns, in each of which it writes how much it adds in that turn; gives the sum */
        "own_loop:\n\t"
        "mov x2, x0\n\t"
        "mov w3, #0\n\t"
        "adr x1, 1f\n\t"
        "movz w5, #0x0063\n\t"
        "movk w5, #0x1100, lsl #16\n" /* add w3, w3, #0 */
        "0:\n\t"
        "and w4, w2, #0xfff\n\t"
        "orr w4, w5, w4, lsl #10\n\t"
        "str w4, [x1]\n\t"
        "dc cvau, x1\n\t"
        "dsb ish\n\t"
        "ic ivau, x1\n\t"
        "dsb ish\n\t"
        "isb\n"
        "1:\n\t"
        "add w3, w3, #0\n\t"
        "subs x2, x2, #1\n\t"
        "b.ne 0b\n\t"
        "mov w0, w3\n\t"
        "ret\n");

extern char ahead[], own_loop[];

void modified_each_time(void) {
    u32 *page = code_page(0);
    for (u64 i = 0; i < OFTEN; i++) {
        write_constant(page + i % 3 * 64, i);
        expect("what was written last", i, call((u64)(page + i % 3 * 64), 0));
    }
}

void modified_when_hot(void) {
    u32 *page = code_page(0);
    u64 code = (u64)page, sum = 0;
    for (u32 i = 0; i < 200; i++) {
        page[i] = ADD_X0(i);
        sum += i;
    }
    page[200] = RET;
    publish(code, code, 804);
    for (int round = 0; round < ROUNDS; round++) {
        make_hot(code, 5, sum + 5);
        u32 at = chance() % 200, value = chance() & 0xfff;
        sum += value - (page[at] >> 10 & 0xfff);
        page[at] = ADD_X0(value);
        publish(code + at * 4, code + at * 4, 4);
        expect("sum after a change", sum + 7, call(code, 7));
    }
}

void modifies_what_is_ahead(void) {
    for (u64 i = 0; i < OFTEN; i++)
        expect("what it has written", i, call((u64)ahead, MOVZ_W0(i)));
}

void modifies_its_own_loop(void) {
    u64 expected = 0;
    for (u64 i = 1; i <= OFTEN; i++)
        expected += i & 0xfff;
    expect("sum", expected, call((u64)own_loop, OFTEN));
    expect("sum", 3, call((u64)own_loop, 2));
}

void data_beside_code(void) {
    u32 *page = code_page(1);
    u64 code = (u64)page;
    u32 *data = page + 512;
    page[0] = 0xb9400001u; /* ldr w1, [x0] */
    page[1] = 0x11000421u; /* add w1, w1, #1 */
    page[2] = 0xb9000001u; /* str w1, [x0] */
    page[3] = 0x2a0103e0u; /* mov w0, w1 */
    page[4] = RET;
    *data = 0;
    publish(code, code, 20);
    for (u64 i = 1; i <= 10 * OFTEN; i++)
        expect("count", i, call(code, (u64)data));
    expect("count in memory", 10 * OFTEN, *data);
}

void written_at_another_address(void) {
    u32 *page = code_page(2);
    u64 writing = WINDOW + 0x10000, executing = WINDOW + 0x20000, executing_too = WINDOW + 0x31000;
    map_page(writing, page, PAGE_READ_WRITE | PAGE_NEVER_EXECUTE);
    map_page(executing, page, PAGE_READ_ONLY);
    map_page(executing_too, page, PAGE_READ_ONLY);
    u32 *at = (u32 *)writing;
    at[1] = RET;
    for (u64 i = 0; i < OFTEN; i++) {
        at[0] = MOVZ_W0(i);
        publish(writing, executing, 8);
        expect("one address", i, call(executing, 0));
        publish(writing, executing_too, 8);
        expect("another address", i, call(executing_too, 0));
    }
    for (u64 round = 0; round < ROUNDS; round++) {
        u64 value = round * 321;
        at[0] = MOVZ_W0(value);
        publish(writing, executing, 8);
        publish(writing, executing_too, 8);
        make_hot(executing, 0, value);
        make_hot(executing_too, 0, value);
    }
    unmap_page(writing);
    unmap_page(executing);
    unmap_page(executing_too);
}
