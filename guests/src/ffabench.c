/* SPDX-License-Identifier: Apache-2.0 */
/* Times calls of FF-A. mode=N: 0 direct request to a partition, 1 the second type, 2 message to another machine and back,
   3 the same as the one that gives back, 4 one window of GET_REGS, 5 from a notification's setting to its interrupt,
   6 direct request to another machine, 7 the machine that answers those, 8 FFA_ID_GET, which is the floor. n=N times (100000) after
   warm=N (n/2); to=ID (0x8001), size=BYTES of a message (64). */
#include "ffa.h"

static u64 to, size, wrong;

static void complain(const char *what) {
    if (wrong++ < 4) {
        put("ffabench: WRONG ");
        put(what);
        put_hex_field("x0", ffa_x[0]);
        put_hex_field("x2", ffa_x[2]);
        put("\n");
    }
}

/* A direct request with nothing around it. */
static void direct(void) {
    register u64 x0 __asm__("x0") = FFA_DIRECT_REQ_64;
    register u64 x1 __asm__("x1") = (u64)ffa_id << 16 | to;
    register u64 x2 __asm__("x2") = 0;
    register u64 x3 __asm__("x3") = 1;
    __asm__ volatile("smc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
                     :
                     : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", "memory");
    if ((u32)x0 != FFA_DIRECT_RESP_64) {
        ffa_x[0] = x0;
        ffa_x[2] = x2;
        if ((u32)x0 == FFA_INTERRUPT || (u32)x0 == FFA_YIELD)
            ffa_status(FFA_RUN, x1, 0, 0, 0);
        complain("direct");
    }
}

static void direct2(void) {
    ffa_begin(FFA_DIRECT_REQ2, (u64)ffa_id << 16 | to, 0, 0, 0);
    if (ffa_call() != FFA_DIRECT_RESP2)
        complain("direct2");
}

static void id_get(void) {
    if (ffa_status(FFA_ID_GET, 0, 0, 0, 0))
        complain("id");
}

static void window(void) {
    if (ffa_status(FFA_PARTITION_INFO_GET_REGS, 0, 0, 0, 0))
        complain("regs");
}

/* Asks until the message is there. */
static void receive(void) {
    u64 patience = 20000000;
    do {
        if (ffa_status(FFA_NOTIFICATION_GET, ffa_id, FFA_OF_BUFFERS, 0, 0))
            complain("get");
    } while (!(ffa_x[7] & 1) && --patience);
    if (ffa_status(FFA_RX_RELEASE, 0, 0, 0, 0))
        complain("release");
}

static void send(void) {
    int status;
    do
        status = ffa_send((u32)to, (u32)size);
    while (status == FFA_BUSY || status == FFA_INVALID_PARAMETERS || status == FFA_DENIED); /* not yet there */
    if (status)
        complain("send");
}

static void there_and_back(void) {
    send();
    receive();
}

static void back_and_there(void) {
    receive();
    send();
}

static void interrupt(void) {
    u64 bit = 1ul << (ffa_id - 1) % 64;
    if (ffa_status(FFA_NOTIFICATION_SET, (u64)ffa_id << 16 | to, 0, bit & 0xffffffff, bit >> 32))
        complain("set");
    if (gic_wait(ticks() + ticks_per_second()) != GIC_BUFFER_FULL)
        complain("interrupt");
    if (ffa_status(FFA_NOTIFICATION_GET, ffa_id, FFA_OF_PARTITIONS, 0, 0))
        complain("get");
}

static void bind(void) {
    u64 bit = 1ul << (ffa_id - 1) % 64;
    gic_start();
    gic_enable(GIC_BUFFER_FULL);
    direct(); /* the partition lets this machine set a notification */
    if (ffa_status(FFA_NOTIFICATION_BIND, to << 16 | ffa_id, 0, bit & 0xffffffff, bit >> 32))
        complain("bind");
}

/* Answers requests of other machines until a word of 0 comes. */
static void serve(void) {
    u64 served = 0;
    for (;;) {
        ffa_begin(FFA_MSG_WAIT, 0, 0, 0, 0);
        u32 what = ffa_call();
        while (what == FFA_DIRECT_REQ_64 && ffa_x[3]) {
            u64 parties = ffa_x[1];
            served++;
            ffa_x[0] = FFA_DIRECT_RESP_64;
            ffa_x[1] = (parties & 0xffff) << 16 | parties >> 16;
            what = ffa_call();
        }
        if (what != FFA_INTERRUPT)
            break;
    }
    put("ffabench: served");
    put_field("n", served);
    put("\n");
}

static void run(u64 mode, u64 count) {
    for (u64 i = 0; i < count; i++) {
        switch (mode) {
        case 0:
        case 6:
            direct();
            break;
        case 1:
            direct2();
            break;
        case 2:
            there_and_back();
            break;
        case 3:
            back_and_there();
            break;
        case 4:
            window();
            break;
        case 5:
            interrupt();
            break;
        default:
            id_get();
        }
    }
}

void guest_main(void) {
    mmu_on(4); /* without it every access to memory is one to a device */
    u64 mode = argument("mode", 0);
    u64 count = argument("n", 100000);
    u64 warm = argument("warm", count / 2);
    to = argument("to", 0x8001);
    size = argument("size", 64);
    if (ffa_start(FFA_1_2) || ffa_map()) {
        put("ffabench: no FF-A\n");
        return;
    }
    if (mode == 7) {
        serve();
        return;
    }
    if (mode == 5)
        bind();
    if (mode == 6) /* until it is there and waits */
        while (ffa_status(FFA_DIRECT_REQ_64, (u64)ffa_id << 16 | to, 0, 1, 0) > -1000) {}
    run(mode, warm);
    u64 start = ticks();
    run(mode, count);
    u64 end = ticks();
    put("ffabench:");
    put_field("mode", mode);
    put_field("n", count);
    put_field("ticks", end - start);
    put_field("hz", ticks_per_second());
    put_field("wrong", wrong);
    put("\n");
    if (mode == 6)
        ffa_status(FFA_DIRECT_REQ_64, (u64)ffa_id << 16 | to, 0, 0, 0); /* the other ends, too */
}
