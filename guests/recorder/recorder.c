// SPDX-License-Identifier: Apache-2.0
/*
 * Runs short AArch64 instruction sequences from a complete register state and reports the complete state after them.
 *
 * The state goes in and comes out through signal frames: a signal handler replaces the interrupted state by the one of
 * the test case and returns into it; the breakpoint after the last word (or a fault) enters the handler again, which
 * copies the state out and puts the host's back. So every register belongs to the test, the stack pointer included.
 *
 * Requests come on standard input, replies go to standard output, both little-endian and of fixed size
 * (struct request, struct reply). End of input ends the program.
 */
#include <stdint.h>
#include <signal.h>
#include <ucontext.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <asm/sigcontext.h>

enum {
    MAX_WORDS = 16,
    PAGE = 4096,
    DATA = 0x50000000,
    CODE = 0x48000000,
    ENTRY = CODE + 0x800,
    BREAKPOINT = 0xd4200000u - 0x100000000, /* BRK #0, as a signed 32-bit value */
};

struct registers {
    uint64_t x[31];
    uint64_t sp;
    uint64_t pc;
    uint64_t nzcv; /* N=8, Z=4, C=2, V=1 */
    uint64_t fpcr;
    uint64_t fpsr;
    uint64_t tpidr;
    uint64_t v[64]; /* low half, high half */
};

struct request {
    uint32_t count;
    uint32_t words[MAX_WORDS];
    uint32_t unused;
    struct registers registers;
    uint8_t memory[PAGE];
};

struct reply {
    uint32_t signal;
    uint32_t unused;
    struct registers registers;
    uint8_t memory[PAGE];
};

static struct request request;
static struct reply reply;
static ucontext_t host;
static uint8_t handler_stack[65536] __attribute__((aligned(16)));

static long call(long number, long a, long b, long c, long d, long e, long f) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
}

static __attribute__((noreturn)) void leave(int status) {
    for (;;) {
        call(SYS_exit_group, status, 0, 0, 0, 0, 0);
    }
}

/* The compiler may ask for these two even in freestanding code. */
void *memcpy(void *to, const void *from, unsigned long size) {
    uint64_t *t = to;
    const uint64_t *f = from;
    for (; size >= 8; size -= 8) {
        *t++ = *f++;
    }
    uint8_t *tb = (uint8_t *) t;
    const uint8_t *fb = (const uint8_t *) f;
    while (size-- > 0) {
        *tb++ = *fb++;
    }
    return to;
}

void *memset(void *to, int value, unsigned long size) {
    for (uint8_t *t = to; size > 0; size--) {
        *t++ = (uint8_t) value;
    }
    return to;
}

static struct fpsimd_context *vectors_of(ucontext_t *context) {
    struct _aarch64_ctx *record = (struct _aarch64_ctx *) context->uc_mcontext.__reserved;
    while (record->magic != FPSIMD_MAGIC) {
        if (record->magic == 0) {
            leave(3);
        }
        record = (struct _aarch64_ctx *) ((uint8_t *) record + record->size);
    }
    return (struct fpsimd_context *) record;
}

static void enter(ucontext_t *context) {
    const struct registers *in = &request.registers;
    host = *context;
    memcpy(context->uc_mcontext.regs, in->x, sizeof in->x);
    context->uc_mcontext.sp = in->sp;
    context->uc_mcontext.pc = in->pc;
    context->uc_mcontext.pstate = (context->uc_mcontext.pstate & ~0xf0000000ull) | in->nzcv << 28;
    struct fpsimd_context *vectors = vectors_of(context);
    vectors->fpcr = (uint32_t) in->fpcr;
    vectors->fpsr = (uint32_t) in->fpsr;
    memcpy(vectors->vregs, in->v, sizeof in->v);
    __asm__ volatile("msr tpidr_el0, %0" : : "r"(in->tpidr));
}

static void finish(int signal, ucontext_t *context) {
    struct registers *out = &reply.registers;
    reply.signal = (uint32_t) signal;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(out->tpidr));
    memcpy(out->x, context->uc_mcontext.regs, sizeof out->x);
    out->sp = context->uc_mcontext.sp;
    out->pc = context->uc_mcontext.pc;
    out->nzcv = (context->uc_mcontext.pstate >> 28) & 15;
    struct fpsimd_context *vectors = vectors_of(context);
    out->fpcr = vectors->fpcr;
    out->fpsr = vectors->fpsr;
    memcpy(out->v, vectors->vregs, sizeof out->v);
    *context = host;
}

static void on_signal(int signal, siginfo_t *info, void *context) {
    (void) info;
    if (signal == SIGUSR1) {
        enter(context);
    } else {
        finish(signal, context);
    }
}

/* The kernel's own layout of this argument, which the C library hides behind its own. */
struct action {
    void (*handler)(int, siginfo_t *, void *);
    unsigned long flags;
    void (*restorer)(void);
    unsigned long mask;
};

static void catch_signals(void) {
    static const int signals[] = {SIGUSR1, SIGTRAP, SIGILL, SIGSEGV, SIGBUS, SIGFPE};
    stack_t stack = {.ss_sp = handler_stack, .ss_flags = 0, .ss_size = sizeof handler_stack};
    call(SYS_sigaltstack, (long) &stack, 0, 0, 0, 0, 0);
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct action action = {.handler = on_signal, .flags = SA_SIGINFO | SA_ONSTACK};
        if (call(SYS_rt_sigaction, signals[i], (long) &action, 0, 8, 0, 0) != 0) {
            leave(4);
        }
    }
}

static void map(unsigned long address, int protection) {
    long flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
    if (call(SYS_mmap, (long) address, PAGE, protection, flags, -1, 0) != (long) address) {
        leave(5);
    }
}

static void place_code(void) {
    volatile uint32_t *entry = (volatile uint32_t *) (unsigned long) ENTRY;
    for (unsigned i = 0; i < MAX_WORDS; i++) {
        uint32_t word = i < request.count ? request.words[i] : (uint32_t) BREAKPOINT;
        if (entry[i] != word) {
            entry[i] = word;
        }
    }
    for (unsigned long a = ENTRY; a < ENTRY + 4 * MAX_WORDS; a += 16) {
        __asm__ volatile("dc cvau, %0\n\tdsb ish\n\tic ivau, %0" : : "r"(a) : "memory");
    }
    __asm__ volatile("dsb ish\n\tisb" : : : "memory");
}

/* Returns 0 at the end of the input. */
static int receive(void) {
    uint8_t *to = (uint8_t *) &request;
    for (unsigned long left = sizeof request; left > 0;) {
        long got = call(SYS_read, 0, (long) to, (long) left, 0, 0, 0);
        if (got <= 0) {
            return 0;
        }
        to += got;
        left -= (unsigned long) got;
    }
    return 1;
}

static void answer(void) {
    const uint8_t *from = (const uint8_t *) &reply;
    for (unsigned long left = sizeof reply; left > 0;) {
        long put = call(SYS_write, 1, (long) from, (long) left, 0, 0, 0);
        if (put <= 0) {
            leave(6);
        }
        from += put;
        left -= (unsigned long) put;
    }
}

void start(void) {
    catch_signals();
    map(DATA, PROT_READ | PROT_WRITE);
    map(CODE, PROT_READ | PROT_WRITE | PROT_EXEC);
    for (unsigned long a = CODE; a < CODE + PAGE; a += 4) {
        *(volatile uint32_t *) a = (uint32_t) BREAKPOINT;
    }
    long self = call(SYS_getpid, 0, 0, 0, 0, 0, 0);
    while (receive()) {
        if (request.count > MAX_WORDS) {
            leave(7);
        }
        place_code();
        memcpy((void *) (unsigned long) DATA, request.memory, PAGE);
        call(SYS_kill, self, SIGUSR1, 0, 0, 0, 0);
        memcpy(reply.memory, (void *) (unsigned long) DATA, PAGE);
        answer();
    }
    leave(0);
}

/* The entry point: the stack pointer is 16-byte aligned by the kernel, so plain C can follow. */
__asm__(".globl _start\n_start:\n\tmov x29, #0\n\tmov x30, #0\n\tb start\n");
