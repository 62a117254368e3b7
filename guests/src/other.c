/* SPDX-License-Identifier: Apache-2.0 */
/* A second CPU executes code that the first changes. */
#include "cases.h"

#define PSCI_CPU_ON 0xc4000003u
#define SHARED (WINDOW + 0xa0000)

extern char second_entry[];

/* Both CPUs: each change has a number, and the second says which it has seen. What it must see is by the number's
   lowest bit. */
static u64 change, seen;
static u64 code; /* what the second executes; 0 for nothing */
static u64 calls, wrong_after, wrong_between, retries;
static int is_on;

static u64 load(u64 *from) {
    return __atomic_load_n(from, __ATOMIC_ACQUIRE);
}

static void store(u64 *to, u64 value) {
    __atomic_store_n(to, value, __ATOMIC_RELEASE);
}

/* The page is not there between two mappings. */
static void retry(struct frame *frame) {
    if (frame->far - SHARED >= PAGE_SIZE) {
        on_fault(0);
        return;
    }
    retries++;
}

void second_main(void) {
    on_fault(retry);
    for (;;) {
        u64 now = load(&change), target = load(&code);
        if (!target)
            continue;
        if (now != load(&seen)) {
            __asm__ volatile("isb");
            wrong_after += call(target, 0) != 1 + (now & 1);
            store(&seen, now);
        }
        u64 value = call(target, 0);
        wrong_between += value != 1 && value != 2;
        store(&calls, calls + 1);
    }
}

static void await_seen(void) {
    while (load(&seen) != change) {
    }
}

static void begin(u64 target) {
    calls = wrong_after = wrong_between = retries = 0;
    store(&change, change + 2 + (change & 1)); /* even, and not yet seen */
    store(&code, target);
    if (!is_on) {
        is_on = 1;
        expect("CPU_ON", 0, firmware(PSCI_CPU_ON, 1, (u64)second_entry, 0));
    }
    await_seen();
}

static void end(void) {
    store(&code, 0);
    expect("wrong after a change", 0, wrong_after);
    expect("neither before nor after", 0, wrong_between);
    expect_some("calls", calls);
}

/* change_to(odd) makes the code give 2 if odd, else 1, by itself in the second's eyes too. */
static void change_often(void (*change_to)(u64 odd)) {
    u64 changes = argument("changes", 3000);
    for (u64 i = 0; i < changes; i++) {
        if (i % 256 == 0)
            wait_ticks(ticks_per_second() / 1000 * argument("heat", 10));
        else
            wait_ticks(chance() & 0x3ff);
        change_to((change + 1) & 1);
        store(&change, change + 1);
        await_seen();
    }
}

/* A branch may be replaced by a branch while others execute it [DDI0487 B2.2.5]. */
static void patch(u64 odd) {
    u32 *page = code_page(6);
    __atomic_store_n(page + 1, odd ? BRANCH(4) : BRANCH(2), __ATOMIC_RELAXED);
    publish((u64)(page + 1), (u64)(page + 1), 4);
}

void patched_by_another_cpu(void) {
    u32 *page = code_page(6);
    page[0] = NOP;
    page[3] = MOVZ_W0(1);
    page[4] = RET;
    page[5] = MOVZ_W0(2);
    page[6] = RET;
    publish((u64)page, (u64)page, 28);
    patch(0);
    begin((u64)page);
    change_often(patch);
    end();
}

static void remap(u64 odd) {
    unmap_page(SHARED);
    map_page(SHARED, code_page(odd ? 1 : 0), PAGE_READ_ONLY);
}

void remapped_by_another_cpu(void) {
    write_constant(code_page(0), 1);
    write_constant(code_page(1), 2);
    remap(0);
    begin(SHARED);
    change_often(remap);
    end();
}
