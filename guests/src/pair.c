/* SPDX-License-Identifier: Apache-2.0 */
/* Loads and stores that cannot complete because the second page they need is not there, or cannot be written. */
#include "cases.h"

#define FIRST (WINDOW + 0x60000)
#define SECOND (FIRST + PAGE_SIZE)

/* Each: f(base, value): flags and registers before, the access at f_at, registers after; gives the base. */
#define ACCESS(name, instruction) \
    __asm__( \
            ".text\n\t" \
            ".balign 64\n" #name ":\n\t" \
            "mvn x2, x1\n\t" \
            "mov x9, #1\n\t" \
            "fmov d0, x1\n\t" \
            "fmov d1, x2\n\t" \
            "add x10, x0, #5\n\t" \
            "cmp x9, x9\n" #name "_at:\n\t" instruction "\n\t" \
            "mov x9, #2\n\t" \
            "add x10, x10, #7\n\t" \
            "ret\n"); \
    extern char name[], name##_at[];

ACCESS(store_after, "stp x1, x2, [x0], #16")
ACCESS(store_before, "stp x1, x2, [x0, #-16]!")
ACCESS(store_beside, "stp x1, x2, [x0, #32]")
ACCESS(store_words, "stp w1, w2, [x0], #8")
ACCESS(store_vectors, "stp q0, q1, [x0], #32")
ACCESS(store_one, "str x1, [x0], #24")
ACCESS(load_after, "ldp x3, x4, [x0], #16")
ACCESS(load_before, "ldp x3, x4, [x0, #-16]!")

struct kind {
    u64 code, at;
    u64 base;  /* so that the boundary is in the middle of the access */
    u64 moved; /* what the base is more by afterwards */
    u64 begin; /* of the access in the first page */
    int load;
    int far_exact; /* the boundary is that of an element: the address is certain */
};

static struct frame seen;
static u64 faults;
static u64 first_page[512] __attribute__((aligned(4096))) NOINIT;
static u64 second_page[512] __attribute__((aligned(4096))) NOINIT;
static u64 first_at_fault, before_at_fault, second_at_fault;

#define OLD 0x0123456789abcdeful

static void map_and_retry(struct frame *frame) {
    seen = *frame;
    faults++;
    u64 *first = address_of(first_page), *second = address_of(second_page);
    before_at_fault = first[510];
    first_at_fault = first[511];
    second_at_fault = second[0];
    map_page(SECOND, second, PAGE_READ_WRITE);
}

static void fill(void) {
    u64 *first = address_of(first_page), *second = address_of(second_page);
    for (int i = 500; i < 512; i++)
        first[i] = OLD;
    for (int i = 0; i < 12; i++)
        second[i] = OLD;
}

static void check_registers(const struct kind *kind, u64 value) {
    expect("faults", 1, faults);
    expect("ELR", kind->at, seen.elr);
    expect("FAR", SECOND, kind->far_exact ? seen.far : seen.far & -PAGE_SIZE);
    expect("ESR", ESR_DATA | FAULT_TRANSLATION | (kind->load ? 0 : ESR_WRITE), seen.esr);
    expect("base at the fault", kind->base, seen.x[0]);
    expect("x1 at the fault", value, seen.x[1]);
    expect("x2 at the fault", ~value, seen.x[2]);
    expect("x9 at the fault", 1, seen.x[9]);
    expect("x10 at the fault", kind->base + 5, seen.x[10]);
    expect("flags at the fault", 6, seen.spsr >> 28);
}

/* A store may have written what it could of the first page, element by element, and nothing else [DDI0487 B2.2.1]. */
static void check_memory(const struct kind *kind, u64 value) {
    expect("second page at the fault", OLD, second_at_fault);
    if (kind->far_exact && first_at_fault != OLD && !kind->load) {
        /* half of it the second word, all of it the first register, or the upper half of a vector, which is 0 */
        u64 written = kind->begin == SECOND - 4   ? OLD << 32 >> 32 | value << 32
                      : kind->begin == SECOND - 8 ? value
                                                  : 0;
        expect("first page at the fault", written, first_at_fault);
    }
    if (kind->begin >= SECOND - 8)
        expect("before the access", OLD, before_at_fault);
}

static void check_fault(const struct kind *kind, u64 value) {
    faults = 0;
    fill();
    expect("base afterwards", kind->base + kind->moved, call_two(kind->code, kind->base, value));
    check_registers(kind, value);
    check_memory(kind, value);
    expect_some("the access was made afterwards", kind->load || ((u64 *)address_of(second_page))[0] != OLD);
    unmap_page(SECOND);
}

static void try_kind(const struct kind *kind) {
    on_fault(map_and_retry);
    for (u64 i = 0; i < OFTEN / 4; i++)
        check_fault(kind, i * 0x9e3779b97f4a7c15ul + 1);
    for (int round = 0; round < 3; round++) {
        map_page(SECOND, address_of(second_page), PAGE_READ_WRITE);
        make_hot(kind->code, kind->base, kind->base + kind->moved);
        unmap_page(SECOND);
        for (u64 i = 0; i < 50; i++)
            check_fault(kind, i * 0x9e3779b97f4a7c15ul + 1);
    }
}

/* base, what the base is moved by, where the access begins, whether it loads, whether the boundary is an element's */
#define TRY(name, base, moved, begin, load, exact) \
    do { \
        const struct kind kind = { \
                (u64)address_of(name), (u64)address_of(name##_at), base, moved, begin, load, exact}; \
        try_kind(&kind); \
    } while (0)

void pair_over_a_page_boundary(void) {
    map_page(FIRST, address_of(first_page), PAGE_READ_WRITE);
    TRY(store_after, SECOND - 8, 16, SECOND - 8, 0, 1);
    TRY(store_before, SECOND + 8, -16ul, SECOND - 8, 0, 1);
    TRY(store_beside, SECOND - 40, 0, SECOND - 8, 0, 1);
    TRY(store_words, SECOND - 4, 8, SECOND - 4, 0, 1);
    TRY(store_vectors, SECOND - 16, 32, SECOND - 16, 0, 1);
    TRY(store_after, SECOND - 5, 16, SECOND - 5, 0, 0);
    TRY(store_after, SECOND - 12, 16, SECOND - 12, 0, 0);
    TRY(store_one, SECOND - 3, 24, SECOND - 3, 0, 0);
    TRY(load_after, SECOND - 8, 16, SECOND - 8, 1, 1);
    TRY(load_before, SECOND + 3, -16ul, SECOND - 13, 1, 0);
    unmap_page(FIRST);
}

static void make_writable_and_retry(struct frame *frame) {
    seen = *frame;
    faults++;
    unmap_page(FIRST);
    map_page(FIRST, address_of(first_page), PAGE_READ_WRITE);
}

void page_made_read_only(void) {
    u64 base = FIRST + 128;
    on_fault(make_writable_and_retry);
    map_page(FIRST, address_of(first_page), PAGE_READ_WRITE);
    for (u64 i = 0; i < OFTEN; i++) {
        if (i % (OFTEN / ROUNDS) == 0)
            make_hot((u64)store_after, base, base + 16);
        unmap_page(FIRST);
        map_page(FIRST, address_of(first_page), PAGE_READ_ONLY);
        faults = 0;
        expect("base afterwards", base + 16, call_two((u64)store_after, base, i));
        expect("faults", 1, faults);
        expect("ELR", (u64)store_after_at, seen.elr);
        expect("FAR", base, seen.far);
        expect("ESR", ESR_DATA | ESR_WRITE | FAULT_PERMISSION, seen.esr);
        expect("base at the fault", base, seen.x[0]);
        expect("x9 at the fault", 1, seen.x[9]);
        expect("written", i, ((u64 *)address_of(first_page))[16]);
    }
    unmap_page(FIRST);
}
