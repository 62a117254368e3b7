/* SPDX-License-Identifier: Apache-2.0 */
/* A client of FF-A: prints a line for each step, and at last how many went wrong.
   version=V (0x10002) hvc=0|1 (0: by SMC) sp=ID of an echoing partition (0x8001; 0 if there is none) kv=ID of a
   key-value store (0); peer=ID of another virtual machine to send to (0), or peernext=1 or peerbefore=1 for the one
   with the id behind or before, and wait=SECONDS at most for it (10); watch=N seconds to print the virtual machines that
   are there whenever that changes, and to greet them (0). */
#include "ffa.h"

#define MOST_ENTRIES 512

static struct ffa_entry entries[MOST_ENTRIES];
NOINIT static u8 shared[FFA_PAGE] __attribute__((aligned(4096)));
static u32 version;
static u64 failed;
static u64 second;
static u32 peer;
static int heard; /* of the peer */

static void name(const char *step) {
    put("ffa: ");
    put(step);
}

/* A line with a status: "ffa: STEP status=0", or its number below 0. */
static void put_status(const char *step, int status) {
    name(step);
    put(" status=");
    if (status < 0)
        put_char('-');
    put_decimal((u64)(status < 0 ? -status : status));
}

static int report(const char *step, int status, int wanted) {
    put_status(step, status);
    if (status != wanted) {
        failed++;
        put(" WRONG");
    }
    put("\n");
    return status == wanted;
}

static void expect(const char *step, int holds) {
    name(step);
    put(holds ? " ok\n" : " WRONG\n");
    failed += holds ? 0 : 1;
}

static void put_entry(const char *call, const struct ffa_entry *e) {
    name(call);
    put_hex_field("id", e->id);
    put_field("contexts", e->contexts);
    put_hex_field("properties", e->properties);
    put_hex_field("low", e->low);
    put_hex_field("high", e->high);
    put("\n");
}

static void features(void) {
    name("features");
    put_hex_field("map", ffa_status(FFA_FEATURES, FFA_RXTX_MAP, 0, 0, 0) ? 0xffff : ffa_x[2]);
    put_hex_field("npi", ffa_status(FFA_FEATURES, 1, 0, 0, 0) ? 0 : ffa_x[2]);
    put_hex_field("sri", ffa_status(FFA_FEATURES, 2, 0, 0, 0) ? 0 : ffa_x[2]);
    put_field("send2", ffa_status(FFA_FEATURES, FFA_SEND2, 0, 0, 0) == 0);
    put_field("regs", ffa_status(FFA_FEATURES, FFA_PARTITION_INFO_GET_REGS, 0, 0, 0) == 0);
    put_field("direct2", ffa_status(FFA_FEATURES, FFA_DIRECT_REQ2, 0, 0, 0) == 0);
    put("\n");
}

/* Takes the message of another virtual machine, if there is one. */
static int hear(void) {
    u32 size;
    if (ffa_status(FFA_NOTIFICATION_GET, ffa_id, FFA_OF_BUFFERS, 0, 0) || !(ffa_x[7] & 1))
        return 0;
    u32 sender = ffa_sender(&size), word = ffa_get32(ffa_rx + FFA_HEADER);
    heard = sender == peer && size == 4 && word == (0x1d000000 | peer);
    name("message");
    put_hex_field("from", sender);
    put_field("size", size);
    put_hex_field("word", word);
    put("\n");
    return report("message release", ffa_status(FFA_RX_RELEASE, 0, 0, 0, 0), FFA_OK);
}

/* Both ways of listing have to give the same. */
static void enumerate(void) {
    int status = ffa_status(FFA_PARTITION_INFO_GET, 0, 0, 0, 0);
    while (status == FFA_BUSY && hear()) /* the other was faster */
        status = ffa_status(FFA_PARTITION_INFO_GET, 0, 0, 0, 0);
    u64 count = ffa_x[2], size = ffa_x[3];
    if (!report("info", status, FFA_OK))
        return;
    for (u64 i = 0; i < count; i++) {
        struct ffa_entry e;
        ffa_entry_at((int)i, (u32)size, &e);
        put_entry("info entry", &e);
    }
    report("info again", ffa_status(FFA_PARTITION_INFO_GET, 0, 0, 0, 0), FFA_BUSY);
    u64 tag = 0, retries = 0;
    int total = ffa_list(entries, MOST_ENTRIES, &tag, &retries);
    if (version < FFA_1_2) {
        report("regs", total, FFA_NOT_SUPPORTED);
    } else {
        name("regs");
        put_field("total", (u64)total);
        put_field("tag", tag);
        put("\n");
        int same = total == (int)count || (peer && total > (int)count); /* the other may have come meanwhile */
        for (int i = 0; i < (int)count && same; i++) {
            struct ffa_entry e;
            ffa_entry_at(i, (u32)size, &e);
            same = e.id == entries[i].id && e.properties == entries[i].properties && e.low == entries[i].low
                   && e.high == entries[i].high && e.contexts == entries[i].contexts;
        }
        expect("regs as info", same);
    }
    report("release", ffa_status(FFA_RX_RELEASE, 0, 0, 0, 0), FFA_OK);
    if (!peer) /* the other may have sent something meanwhile */
        report("release again", ffa_status(FFA_RX_RELEASE, 0, 0, 0, 0), FFA_DENIED);
}

/* A request that the partition gives back; it may be interrupted or yield on the way. */
static u32 request(u32 function, u32 sp, int first, int words, u64 low, u64 high) {
    u64 *x = address_of(ffa_x + first);
    ffa_begin(function, ffa_id << 16 | sp, low, high, 0);
    for (int i = 0; i < words; i++)
        x[i] = 0x1111111122222200ul + (u64)i;
    u32 answer = ffa_call();
    while (answer == FFA_INTERRUPT || answer == FFA_YIELD) {
        u64 where = ffa_x[1];
        ffa_begin(FFA_RUN, where, 0, 0, 0);
        answer = ffa_call();
    }
    return answer;
}

static int echoed(u32 sp, int first, int words, u64 mask) {
    const u64 *x = address_of(ffa_x + first);
    int same = ffa_x[1] == ((u64)sp << 16 | ffa_id);
    for (int i = 0; i < words; i++)
        same &= x[i] == ((0x1111111122222200ul + (u64)i) & mask);
    return same;
}

static void direct(u32 sp) {
    u32 answer = request(FFA_DIRECT_REQ, sp, 3, 5, 0, 0);
    expect("direct32", answer == FFA_DIRECT_RESP && echoed(sp, 3, 5, 0xffffffff));
    answer = request(FFA_DIRECT_REQ_64, sp, 3, 5, 0, 0);
    expect("direct64", answer == FFA_DIRECT_RESP_64 && echoed(sp, 3, 5, ~0ul));
    answer = request(FFA_DIRECT_REQ2, sp, 4, 14, 0, 0);
    if (version < FFA_1_2)
        report("direct2", answer == FFA_ERROR ? (int)ffa_x[2] : -1000, FFA_NOT_SUPPORTED);
    else
        expect("direct2", answer == FFA_DIRECT_RESP2 && echoed(sp, 4, 14, ~0ul));
    report("direct to nobody", ffa_status(FFA_DIRECT_REQ, ffa_id << 16 | 0xff00, 0, 0, 0), FFA_INVALID_PARAMETERS);
    report("direct as another", ffa_status(FFA_DIRECT_REQ, (ffa_id + 1) << 16 | sp, 0, 0, 0), FFA_INVALID_PARAMETERS);
}

/* Waits for the interrupt and reads the notifications: those of partitions; those of the buffers are left in ffa_x. */
static u64 notified(u64 seconds, u32 *interrupt) {
    *interrupt = gic_wait(ticks() + seconds * second);
    int status = ffa_status(FFA_NOTIFICATION_GET, ffa_id, FFA_OF_ALL & ~2u, 0, 0);
    if (status)
        report("notification get", status, FFA_OK);
    return ffa_x[2] & 0xffffffff;
}

/* A message to a partition, which sends it back. */
static void message(u32 sp) {
    for (u32 i = 0; i < 100; i++)
        ffa_tx[FFA_HEADER + i] = (u8)(i + 1);
    if (!report("send2", ffa_send(sp, 100), FFA_OK))
        return;
    u32 interrupt, size = 0;
    notified(10, &interrupt);
    expect("send2 interrupt", interrupt == GIC_BUFFER_FULL);
    expect("send2 full", (ffa_x[6] & 1) != 0);
    int same = ffa_sender(&size) == sp && size == 100 && ffa_get32(ffa_rx + 8) == FFA_HEADER;
    for (u32 i = 0; i < 100; i++)
        same &= ffa_rx[FFA_HEADER + i] == (u8)(i + 1);
    expect("send2 echo", same);
    report("send2 release", ffa_status(FFA_RX_RELEASE, 0, 0, 0, 0), FFA_OK);
}

/* A notification to a partition, which sets the same for this machine. */
static void notification(u32 sp) {
    u32 interrupt;
    u64 bit = 1ul << (ffa_id - 1) % 64;
    u64 low = bit & 0xffffffff, high = bit >> 32;
    report("bind", ffa_status(FFA_NOTIFICATION_BIND, sp << 16 | ffa_id, 0, low, high), FFA_OK);
    report("bind again", ffa_status(FFA_NOTIFICATION_BIND, sp << 16 | ffa_id, 0, low, high), FFA_DENIED);
    if (report("set", ffa_status(FFA_NOTIFICATION_SET, ffa_id << 16 | sp, 0, low, high), FFA_OK)) {
        notified(10, &interrupt);
        expect("set interrupt", interrupt == GIC_BUFFER_FULL);
        expect("set back", ffa_x[2] == low && ffa_x[3] == high);
    }
    report("unbind", ffa_status(FFA_NOTIFICATION_UNBIND, sp << 16 | ffa_id, 0, low, high), FFA_OK);
    report("info get", ffa_status(FFA_NOTIFICATION_INFO_GET, 0, 0, 0, 0), FFA_NO_DATA);
}

/* An operation of the key-value store: its status. */
static int store(u32 kv, u64 operation, u64 a, u64 b, u64 c, u64 d) {
    ffa_begin(FFA_DIRECT_REQ, ffa_id << 16 | kv, 0, operation, a);
    ffa_x[5] = b;
    ffa_x[6] = c;
    ffa_x[7] = d;
    return ffa_call() == FFA_DIRECT_RESP ? (int)ffa_x[3] : -1000;
}

static void sharing(u32 kv) {
    static const u8 text[] = "key1value";
    int status = ffa_share(kv, shared, version);
    u64 low = ffa_x[2], high = ffa_x[3];
    if (!report("share", status, FFA_OK))
        return;
    for (u32 i = 0; i < 9; i++)
        shared[i] = text[i];
    report("attach", store(kv, 1, low, high, 0, 0), FFA_OK);
    report("put", store(kv, 3, 0, 4, 4, 5), FFA_OK);
    report("get", store(kv, 4, 0, 4, 100, 32), FFA_OK);
    int same = ffa_x[4] == 5;
    for (u32 i = 0; i < 5; i++)
        same &= shared[100 + i] == text[4 + i];
    expect("get value", same);
    report("get beyond", store(kv, 4, 0, 4, 4095, 32), FFA_INVALID_PARAMETERS);
    report("reclaim held", ffa_status(FFA_MEM_RECLAIM, low, high, 0, 0), FFA_DENIED);
    report("delete", store(kv, 5, 0, 4, 0, 0), FFA_OK);
    report("detach", store(kv, 2, 0, 0, 0, 0), FFA_OK);
    report("reclaim", ffa_status(FFA_MEM_RECLAIM, low, high, 0, 0), FFA_OK);
    report("reclaim again", ffa_status(FFA_MEM_RECLAIM, low, high, 0, 0), FFA_INVALID_PARAMETERS);
}

/* Until this virtual machine has sent its word to another, and has got one. */
static void exchange(u64 seconds) {
    u64 end = ticks() + seconds * second;
    int sent = -1000;
    while ((sent || !heard) && ticks() < end) {
        if (sent) {
            ffa_put32(ffa_tx + FFA_HEADER, 0x1d000000 | ffa_id);
            sent = ffa_send(peer, 4);
        }
        gic_wait(ticks() + second / 100);
        hear();
    }
    report("peer send2", sent, FFA_OK);
    expect("peer message", heard);
}

/* Prints which virtual machines are there whenever they are others. */
static void watch(u64 seconds) {
    u64 end = ticks() + seconds * second;
    u64 before = 0, tag = 0, retries = 0;
    int told = 0;
    while (ticks() < end) {
        int total = ffa_list(entries, MOST_ENTRIES, &tag, &retries);
        if (total < 0) {
            report("watch", total, FFA_OK);
            return;
        }
        u64 now = 0;
        for (int i = 0; i < total; i++)
            now = entries[i].id & 0x8000 ? now : now * 0x10001 + entries[i].id;
        if (!told || now != before) {
            name("machines:");
            for (int i = 0; i < total; i++) {
                if (!(entries[i].id & 0x8000)) {
                    put(entries[i].id == ffa_id ? " me=0x" : " 0x");
                    put_hex(entries[i].id);
                }
            }
            put_field("tag", tag);
            put("\n");
            for (int i = 0; i < total; i++) {
                if (!(entries[i].id & 0x8000) && entries[i].id != ffa_id) {
                    ffa_put32(ffa_tx + FFA_HEADER, 0x1d000000 | ffa_id);
                    put_status("greeting", ffa_send(entries[i].id, 4));
                    put_hex_field("to", entries[i].id);
                    put("\n");
                }
            }
        }
        hear();
        told = 1;
        before = now;
        gic_wait(ticks() + second / 20);
    }
}

void guest_main(void) {
    u32 sp = (u32)argument("sp", 0x8001), kv = (u32)argument("kv", 0);
    peer = (u32)argument("peer", 0);
    version = (u32)argument("version", FFA_1_2);
    second = ticks_per_second();
    gic_start();
    gic_enable(GIC_BUFFER_FULL);
    if (report("start", ffa_start(version), FFA_OK)) {
        name("endpoint");
        put_hex_field("id", ffa_id);
        put_hex_field("version", version);
        put("\n");
        if (argument("peernext", 0))
            peer = ffa_id + 1;
        if (argument("peerbefore", 0))
            peer = ffa_id - 1;
        features();
        if (report("map", ffa_map(), FFA_OK)) {
            enumerate();
            if (sp) {
                direct(sp);
                message(sp);
                notification(sp);
            }
            if (kv)
                sharing(kv);
            if (peer)
                exchange(argument("wait", 10));
            watch(argument("watch", 0));
            report("unmap", ffa_status(FFA_RXTX_UNMAP, 0, 0, 0, 0), FFA_OK);
        }
    }
    name("done");
    put_field("failed", failed);
    put("\n");
}
