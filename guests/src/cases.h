/* SPDX-License-Identifier: Apache-2.0 */
/* What the cases of the guest "code" share. */
#ifndef CASES_H
#define CASES_H

#include "guest.h"

#pragma GCC visibility push(hidden)

/* Everything that was in registers at an exception. What a handler changes here is so when it returns. */
struct frame {
    u64 x[31];
    u64 elr;
    u64 spsr;
    u64 esr;
    u64 far;
    u64 vector; /* 0 to 15, by the offset in the table */
};

/* Whom a CPU's next exceptions are given to; 0 for nobody: they end the guest. */
typedef void (*trap_handler)(struct frame *frame);
void on_fault(trap_handler handler);
void on_interrupt(trap_handler handler);

/* Counts as a failure of the case that runs if the values differ; the first few are printed. */
void expect(const char *what, u64 expected, u64 actual);

/* As expect, for what must not be 0. */
void expect_some(const char *what, u64 actual);

/* How often a thing is done that is done quickly, and how often one for which code is made hot each time. */
#define OFTEN 6000
#define ROUNDS 12

/* Calls code, which must give the expected value each time, so often and so long that a compiler has had its time:
   "heat" milliseconds (10). */
void make_hot(u64 code, u64 argument, u64 expected);

static inline u64 call(u64 code, u64 argument) {
    return ((u64(*)(u64))code)(argument);
}

static inline u64 call_two(u64 code, u64 a, u64 b) {
    return ((u64(*)(u64, u64))code)(a, b);
}

/* Makes code that has been written at one address be what is executed at another of the same page [DDI0487 B2.7.4]. */
void publish(u64 written, u64 executed, u64 bytes);

/* Pages that code is written to; they can be executed where they are. */
#define CODE_PAGES 8
u32 *code_page(int number);

#define MOVZ_W0(value) (0x52800000u | (u32)((value) & 0xffff) << 5)
#define ADD_X0(value) (0x91000000u | (u32)((value) & 0xfff) << 10)
#define RET 0xd65f03c0u
#define NOP 0xd503201fu
#define BRANCH(words) (0x14000000u | (u32)((words) & 0x3ffffff))

/* Fills a function that gives a value. */
void write_constant(u32 *at, u64 value);

/* Exception classes and what they say [DDI0487 D17.2.37]. */
#define ESR_FETCH 0x86000000u /* with a 32-bit instruction */
#define ESR_DATA 0x96000000u
#define ESR_WRITE 0x40u
#define FAULT_TRANSLATION 7u
#define FAULT_PERMISSION 15u

/* A number that looks like chance, the same in each run. */
u32 chance(void);

/* Waits without doing much. */
void wait_ticks(u64 count);

/* The cases, each by its own name, beside what others think of it. */
void modified_each_time(void);
void modified_when_hot(void);
void modifies_what_is_ahead(void);
void modifies_its_own_loop(void);
void data_beside_code(void);
void written_at_another_address(void);
void second_page_unmapped(void);
void second_page_replaced(void);
void pair_over_a_page_boundary(void);
void page_made_read_only(void);
void entered_in_the_middle(void);
void code_remapped(void);
void data_remapped(void);
void spaces_switched(void);
void interrupts_in_a_storm(void);
void patched_by_another_cpu(void);
void remapped_by_another_cpu(void);

#endif
