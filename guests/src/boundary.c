/* SPDX-License-Identifier: Apache-2.0 */
/* Code that runs over the end of a page, into one that is not there, or that is another than before. */
#include "cases.h"

#define FIRST (WINDOW + 0x40000)
#define SECOND (FIRST + PAGE_SIZE)
#define ENTRY (SECOND - 16)

static u32 *second;
static struct frame seen;
static u64 faults;

static void map_and_retry(struct frame *frame) {
    seen = *frame;
    faults++;
    map_page(SECOND, second, PAGE_READ_ONLY);
}

/* Four instructions at the end of the first page add 1 each; the second page adds so much more. */
static void write_second(u32 *page, u32 more) {
    page[0] = ADD_X0(more);
    page[1] = RET;
    publish((u64)page, (u64)page, 8);
}

static void write_first(void) {
    u32 *first = code_page(3);
    for (int i = 1020; i < 1024; i++)
        first[i] = ADD_X0(1);
    publish((u64)(first + 1020), (u64)(first + 1020), 16);
    map_page(FIRST, first, PAGE_READ_ONLY);
    write_second(code_page(4), 0x10);
    write_second(code_page(5), 0x20);
    second = code_page(4);
}

static void check_fault(u64 argument_then, u64 result) {
    expect("faults", 1, faults);
    expect("ELR", SECOND, seen.elr);
    expect("FAR", SECOND, seen.far);
    expect("ESR", ESR_FETCH | FAULT_TRANSLATION, seen.esr);
    expect("x0 at the fault", argument_then + 4, seen.x[0]);
    expect("result", argument_then + 0x14, result);
}

void second_page_unmapped(void) {
    write_first();
    on_fault(map_and_retry);
    for (u64 i = 0; i < OFTEN; i++) {
        faults = 0;
        check_fault(i, call(ENTRY, i));
        unmap_page(SECOND);
    }
    for (int round = 0; round < ROUNDS; round++) {
        map_page(SECOND, second, PAGE_READ_ONLY);
        make_hot(ENTRY, 3, 0x17);
        unmap_page(SECOND);
        faults = 0;
        check_fault(9, call(ENTRY, 9));
        unmap_page(SECOND);
    }
    unmap_page(FIRST);
}

void second_page_replaced(void) {
    write_first();
    for (u64 i = 0; i < OFTEN; i++) {
        map_page(SECOND, code_page(4 + (i & 1)), PAGE_READ_ONLY);
        expect("result", i + 4 + (i & 1 ? 0x20 : 0x10), call(ENTRY, i));
        unmap_page(SECOND);
    }
    for (u64 round = 0; round < ROUNDS; round++) {
        map_page(SECOND, code_page(4 + (round & 1)), PAGE_READ_ONLY);
        make_hot(ENTRY, 3, 7 + (round & 1 ? 0x20 : 0x10));
        unmap_page(SECOND);
    }
    unmap_page(FIRST);
}
