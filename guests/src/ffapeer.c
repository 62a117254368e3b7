/* SPDX-License-Identifier: Apache-2.0 */
/* Two virtual machines that make direct requests to each other and give each other memory. serve=1: waits for requests and
   answers them; else asks the machine with the id behind its own. Prints a line for each step, and at last how many went
   wrong. hvc=0|1 (0: by SMC); memory=0: only requests are made; wait=SECONDS for the other at most (30). */
#include "ffa.h"

/* What is asked for, in the first word of a request. */
#define END 0
#define ADD_ONE 1
#define RETRIEVE 2  /* words: handle low, handle high, 1 to say where; answer: a status, then what is in the memory */
#define RELINQUISH 3 /* words: handle low, handle high; answer: a status */

/* Where memory of the other is wanted: no RAM of a guest with 64 MiB. */
#define PLACE 0x60000000ul
#define ASKED 0x51ul
#define ANSWERED 0xa5ul

NOINIT static u8 page[FFA_PAGE] __attribute__((aligned(4096)));
static u64 failed, second;
static u32 other;
static u8 *borrowed;

static void report(const char *step, int status, int wanted) {
    put("ffapeer: ");
    put(step);
    put(" status=");
    if (status < 0)
        put_char('-');
    put_decimal((u64)(status < 0 ? -status : status));
    if (status != wanted) {
        failed++;
        put(" WRONG");
    }
    put("\n");
}

static void expect(const char *step, u64 found, u64 wanted) {
    put("ffapeer: ");
    put(step);
    put_hex_field("found", found);
    if (found != wanted) {
        failed++;
        put(" WRONG");
    }
    put("\n");
}

/* A request to the other, as soon as it waits; the answer's words are in ffa_x from 3 on. */
static int ask(u64 what, u64 a, u64 b, u64 c) {
    u64 end = ticks() + argument("wait", 30) * second;
    u32 answer;
    do {
        ffa_begin(FFA_DIRECT_REQ_64, (u64)ffa_id << 16 | other, 0, what, a);
        ffa_x[5] = b;
        ffa_x[6] = c;
        answer = ffa_call();
        while (answer == FFA_INTERRUPT) {
            ffa_begin(FFA_RUN, ffa_x[1], 0, 0, 0);
            answer = ffa_call();
        }
    } while (answer == FFA_ERROR && ((int)ffa_x[2] == FFA_BUSY || (int)ffa_x[2] == FFA_INVALID_PARAMETERS)
             && ticks() < end); /* it is not there yet, or does something else */
    if (answer == FFA_ERROR)
        return (int)ffa_x[2];
    return answer == FFA_DIRECT_RESP_64 && ffa_x[1] == ((u64)other << 16 | ffa_id) ? FFA_OK : -1000;
}

/* Asks for something whose answer begins with a status. */
static int ask_for(u64 what, u64 handle, u64 c) {
    int status = ask(what, handle & 0xffffffff, handle >> 32, c);
    return status ? status : (int)ffa_x[3];
}

static void memory(const char *how, u32 function, int placed) {
    put("ffapeer: ");
    put(how);
    put("\n");
    *(volatile u64 *)page = ASKED;
    int status = ffa_give(function, other, page);
    u64 handle = (ffa_x[2] & 0xffffffff) | ffa_x[3] << 32;
    report("given", status, FFA_OK);
    expect("handle of the hypervisor", handle >> 63, 1);
    report("retrieved", ask_for(RETRIEVE, handle, (u64)placed), FFA_OK);
    expect("word there", ffa_x[4], ASKED);
    if (function == FFA_MEM_DONATE) {
        report("reclaim", ffa_status(FFA_MEM_RECLAIM, handle & 0xffffffff, handle >> 32, 0, 0), FFA_INVALID_PARAMETERS);
        report("relinquished", ask_for(RELINQUISH, handle, 0), FFA_INVALID_PARAMETERS);
        return;
    }
    if (function == FFA_MEM_SHARE)
        expect("word here", *(volatile u64 *)page, ANSWERED);
    report("reclaim held", ffa_status(FFA_MEM_RECLAIM, handle & 0xffffffff, handle >> 32, 0, 0), FFA_DENIED);
    report("relinquished", ask_for(RELINQUISH, handle, 0), FFA_OK);
    report("reclaim", ffa_status(FFA_MEM_RECLAIM, handle & 0xffffffff, handle >> 32, 0, 0), FFA_OK);
    expect("word back", *(volatile u64 *)page, ANSWERED);
}

static void asker(void) {
    other = ffa_id + 1;
    for (u64 i = 0; i < 3; i++) {
        report("direct", ask(ADD_ONE, 0x1111111122222200ul + i, 0, 0), FFA_OK);
        expect("sum", ffa_x[4], 0x1111111122222201ul + i);
    }
    if (argument("memory", 1)) {
        memory("share", FFA_MEM_SHARE, 1);
        memory("share to anywhere", FFA_MEM_SHARE, 0);
        memory("lend", FFA_MEM_LEND, 1);
        memory("donate", FFA_MEM_DONATE, 1);
    }
    report("end", ask(END, 0, 0, 0), FFA_OK);
}

static int retrieve(u64 handle, u32 owner, int placed) {
    int status = ffa_retrieve(handle, owner, placed ? (void *)PLACE : 0);
    if (status)
        return status;
    borrowed = (u8 *)ffa_get64(ffa_rx + 80);
    status = ffa_status(FFA_RX_RELEASE, 0, 0, 0, 0);
    return status;
}

/* Answers until it is told to end. */
static void serve(void) {
    for (u64 asked = 1; asked;) {
        ffa_begin(FFA_MSG_WAIT, 0, 0, 0, 0);
        u32 what = ffa_call();
        while (what == FFA_DIRECT_REQ_64 && asked) {
            u64 parties = ffa_x[1], word = ffa_x[3], a = ffa_x[4], b = ffa_x[5], c = ffa_x[6];
            u32 sender = (u32)(parties >> 16);
            int status = FFA_OK;
            u64 result = a + 1;
            if (word == RETRIEVE) {
                status = retrieve(a | b << 32, sender, (int)c);
                if (!status) {
                    result = *(volatile u64 *)borrowed;
                    *(volatile u64 *)borrowed = ANSWERED;
                }
                report("retrieve", status, FFA_OK);
            } else if (word == RELINQUISH) {
                status = ffa_relinquish(a | b << 32);
                put("ffapeer: relinquish\n");
            }
            asked = word;
            ffa_begin(FFA_DIRECT_RESP_64, (parties & 0xffff) << 16 | sender, 0, (u32)status, result);
            if (!asked)
                put("ffapeer: asked to end\n");
            what = ffa_call(); /* the answer to the last request waits for another, until an interrupt or for a while */
        }
        if (what != FFA_INTERRUPT && asked) {
            report("wait", (int)what, FFA_INTERRUPT);
            return;
        }
    }
}

void guest_main(void) {
    second = ticks_per_second();
    report("start", ffa_start(FFA_1_2), FFA_OK);
    report("map", ffa_map(), FFA_OK);
    if (argument("serve", 0))
        serve();
    else
        asker();
    put("ffapeer: done");
    put_field("failed", failed);
    put("\n");
}
