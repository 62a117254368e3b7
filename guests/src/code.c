/* SPDX-License-Identifier: Apache-2.0 */
/* What a translator of code can get wrong: code that changes, moves or faults while it is hot. Each case prints
   "ok name ms=N" or "FAIL name ms=N"; at the end "code: done cases=N failures=N". heat=MS is how long code is made hot (10),
   changes=N how often one CPU changes what another executes (3000), cpus=1 leaves these cases out. Needs 64 MiB of RAM and two CPUs. */
#include "cases.h"

extern char trap_vectors[];

static trap_handler fault_handlers[2], interrupt_handlers[2];
static u64 failures;
static u32 random_state = 1;
static u32 code_pages[CODE_PAGES * 1024] __attribute__((aligned(4096))) NOINIT;

static u64 this_cpu(void) {
    u64 affinity;
    __asm__ volatile("mrs %0, mpidr_el1" : "=r"(affinity));
    return affinity & 1;
}

void on_fault(trap_handler handler) {
    fault_handlers[this_cpu()] = handler;
}

void on_interrupt(trap_handler handler) {
    interrupt_handlers[this_cpu()] = handler;
}

void report_exception(u64 vector, u64 esr, u64 elr, u64 far);

void trap(struct frame *frame) {
    trap_handler handler = 0;
    if (frame->vector == 4)
        handler = fault_handlers[this_cpu()];
    else if (frame->vector == 5)
        handler = interrupt_handlers[this_cpu()];
    if (!handler) {
        report_exception(frame->vector, frame->esr, frame->elr, frame->far);
        power_off();
    }
    handler(frame);
}

void expect(const char *what, u64 expected, u64 actual) {
    if (expected == actual)
        return;
    if (++failures <= 5) {
        put("  ");
        put(what);
        put(":");
        put_hex_field("expected", expected);
        put_hex_field("actual", actual);
        put("\n");
    }
}

void expect_some(const char *what, u64 actual) {
    if (!actual)
        expect(what, 1, 0);
}

u32 chance(void) {
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

void wait_ticks(u64 count) {
    u64 start = ticks();
    while (ticks() - start < count) {
    }
}

void make_hot(u64 code, u64 argument_of_code, u64 expected) {
    u64 wrong = 0, start = ticks(), long_enough = ticks_per_second() / 1000 * argument("heat", 10);
    do {
        for (int i = 0; i < 1000; i++)
            wrong += call(code, argument_of_code) != expected;
    } while (ticks() - start < long_enough);
    expect("wrong results of hot code", 0, wrong);
}

void publish(u64 written, u64 executed, u64 bytes) {
    for (u64 i = 0; i < bytes; i += 16)
        __asm__ volatile("dc cvau, %0" : : "r"(written + i) : "memory");
    __asm__ volatile("dsb ish" : : : "memory");
    for (u64 i = 0; i < bytes; i += 16)
        __asm__ volatile("ic ivau, %0" : : "r"(executed + i) : "memory");
    __asm__ volatile("dsb ish\n\tisb" : : : "memory");
}

u32 *code_page(int number) {
    return (u32 *)address_of(code_pages) + number * 1024;
}

void write_constant(u32 *at, u64 value) {
    at[0] = MOVZ_W0(value);
    at[1] = RET;
    publish((u64)at, (u64)at, 8);
}

static u64 cases, failed;

static void try(const char *name, void (*act)(void)) {
    u64 start = ticks();
    failures = 0;
    act();
    on_fault(0);
    u64 ms = (ticks() - start) * 1000 / ticks_per_second();
    cases++;
    if (failures)
        failed++;
    put(failures ? "FAIL " : "ok ");
    put(name);
    put_field("ms", ms);
    put("\n");
}

void guest_main(void) {
    __asm__ volatile("msr vbar_el1, %0\n\tmsr cpacr_el1, %1\n\tisb" : : "r"(trap_vectors), "r"(3ul << 20));
    mmu_on(4);
    try("modified-each-time", modified_each_time);
    try("modified-when-hot", modified_when_hot);
    try("modifies-what-is-ahead", modifies_what_is_ahead);
    try("modifies-its-own-loop", modifies_its_own_loop);
    try("data-beside-code", data_beside_code);
    try("written-at-another-address", written_at_another_address);
    try("second-page-unmapped", second_page_unmapped);
    try("second-page-replaced", second_page_replaced);
    try("pair-over-a-page-boundary", pair_over_a_page_boundary);
    try("page-made-read-only", page_made_read_only);
    try("entered-in-the-middle", entered_in_the_middle);
    try("code-remapped", code_remapped);
    try("data-remapped", data_remapped);
    try("spaces-switched", spaces_switched);
    try("interrupts-in-a-storm", interrupts_in_a_storm);
    if (argument("cpus", 2) > 1) {
        try("patched-by-another-cpu", patched_by_another_cpu);
        try("remapped-by-another-cpu", remapped_by_another_cpu);
    }
    put("code: done");
    put_field("cases", cases);
    put_field("failures", failed);
    put("\n");
}
