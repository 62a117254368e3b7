/* SPDX-License-Identifier: Apache-2.0 */
#include "ffa.h"

#define NORMAL_MEMORY 0x2fu /* write-back, inner shareable */
#define READ_WRITE 2u

NOINIT u8 ffa_tx[FFA_PAGE] __attribute__((aligned(4096)));
NOINIT u8 ffa_rx[FFA_PAGE] __attribute__((aligned(4096)));
u64 ffa_x[18];
u32 ffa_id;
static int by_hvc;

void ffa_smc(u64 *x);
void ffa_hvc(u64 *x);

void ffa_begin(u32 function, u64 a, u64 b, u64 c, u64 d) {
    ffa_x[0] = function;
    ffa_x[1] = a;
    ffa_x[2] = b;
    ffa_x[3] = c;
    ffa_x[4] = d;
    for (int i = 5; i < 18; i++)
        ffa_x[i] = 0;
}

u32 ffa_call(void) {
    if (by_hvc)
        ffa_hvc(ffa_x);
    else
        ffa_smc(ffa_x);
    return (u32)ffa_x[0];
}

int ffa_status(u32 function, u64 a, u64 b, u64 c, u64 d) {
    ffa_begin(function, a, b, c, d);
    u32 answer = ffa_call();
    if (answer == FFA_SUCCESS || answer == FFA_SUCCESS_64)
        return FFA_OK;
    return answer == FFA_ERROR ? (int)ffa_x[2] : -1000;
}

int ffa_start(u32 version) {
    by_hvc = argument("hvc", 0) != 0;
    ffa_begin(FFA_VERSION, version, 0, 0, 0);
    ffa_call();
    if ((int)ffa_x[0] < 0)
        return (int)ffa_x[0];
    int status = ffa_status(FFA_ID_GET, 0, 0, 0, 0);
    ffa_id = (u32)ffa_x[2];
    return status;
}

int ffa_map(void) {
    return ffa_status(FFA_RXTX_MAP, (u64)ffa_tx, (u64)ffa_rx, 1, 0);
}

int ffa_list(struct ffa_entry *entries, int room, u64 *tag, u64 *retries) {
    u64 start = 0;
    *tag = 0;
    for (;;) {
        int status = ffa_status(FFA_PARTITION_INFO_GET_REGS, 0, 0, start | *tag << 16, 0);
        if (status == FFA_RETRY) {
            ++*retries;
            start = 0;
            *tag = 0;
            continue;
        }
        if (status)
            return status;
        u64 last = ffa_x[2] & 0xffff, current = ffa_x[2] >> 16 & 0xffff;
        if (ffa_x[2] >> 48 != 24 || current < start || current > last || current >= start + 5 || last >= (u64)room)
            return -1001;
        if (start && (ffa_x[2] >> 32 & 0xffff) != *tag)
            return -1002;
        *tag = ffa_x[2] >> 32 & 0xffff;
        for (u64 i = start; i <= current; i++) {
            const u64 *x = ffa_x + 3 + 3 * (i - start);
            entries[i] = (struct ffa_entry){(u16)x[0], (u16)(x[0] >> 16), (u32)(x[0] >> 32), x[1], x[2]};
        }
        start = current + 1;
        if (current == last)
            return (int)start;
    }
}

void ffa_entry_at(int i, u32 size, struct ffa_entry *entry) {
    const u8 *at = ffa_rx + i * (size ? size : 8);
    u32 first = ffa_get32(at);
    *entry = (struct ffa_entry){(u16)first, (u16)(first >> 16), ffa_get32(at + 4), 0, 0};
    if (size >= 24) {
        entry->low = ffa_get64(at + 8);
        entry->high = ffa_get64(at + 16);
    }
}

int ffa_send(u32 receiver, u32 size) {
    ffa_put64(ffa_tx, 0);
    ffa_put32(ffa_tx + 8, FFA_HEADER);
    ffa_put32(ffa_tx + 12, receiver | ffa_id << 16);
    ffa_put32(ffa_tx + 16, size);
    ffa_put32(ffa_tx + 20, 0);
    ffa_put64(ffa_tx + 24, 0);
    ffa_put64(ffa_tx + 32, 0);
    return ffa_status(FFA_SEND2, 0, 0, 0, 0);
}

u32 ffa_sender(u32 *size) {
    *size = ffa_get32(ffa_rx + 16);
    return ffa_get32(ffa_rx + 12) >> 16;
}

/* Describes a page in the buffer: the descriptor's length. */
static u32 describe(u32 owner, u32 attributes, u32 receiver, u32 permissions, void *page, u32 version) {
    u32 access = version < FFA_1_1 ? 32 : 48; /* the header's size */
    u32 composite = access + 16;
    u32 length = composite + 32;
    for (u32 i = 0; i < length; i += 8)
        ffa_put64(ffa_tx + i, 0);
    ffa_put32(ffa_tx, owner | attributes << 16);
    ffa_put32(ffa_tx + 28, 1); /* one receiver */
    if (version >= FFA_1_1) {
        ffa_put32(ffa_tx + 24, 16);
        ffa_put32(ffa_tx + 32, access);
    }
    ffa_put32(ffa_tx + access, receiver | permissions << 16);
    ffa_put32(ffa_tx + access + 4, composite);
    ffa_put32(ffa_tx + composite, 1); /* pages, ranges */
    ffa_put32(ffa_tx + composite + 4, 1);
    ffa_put64(ffa_tx + composite + 16, (u64)page);
    ffa_put32(ffa_tx + composite + 24, 1);
    return length;
}

int ffa_share(u32 receiver, void *page, u32 version) {
    u32 length = describe(ffa_id, NORMAL_MEMORY, receiver, READ_WRITE, page, version);
    return ffa_status(FFA_MEM_SHARE, length, length, 0, 0);
}

int ffa_give(u32 function, u32 receiver, void *page) {
    u32 attributes = function == FFA_MEM_SHARE ? NORMAL_MEMORY : 0;
    u32 permissions = function == FFA_MEM_DONATE ? 0 : READ_WRITE;
    u32 length = describe(ffa_id, attributes, receiver, permissions, page, FFA_1_2);
    return ffa_status(function, length, length, 0, 0);
}

int ffa_retrieve(u64 handle, u32 owner, void *place) {
    u32 length = describe(owner, 0, ffa_id, 0, place, FFA_1_2);
    ffa_put64(ffa_tx + 8, handle);
    if (!place)
        ffa_put32(ffa_tx + 52, 0); /* no composite */
    ffa_begin(FFA_MEM_RETRIEVE_REQ, length, length, 0, 0);
    u32 answer = ffa_call();
    return answer == FFA_MEM_RETRIEVE_RESP ? FFA_OK : answer == FFA_ERROR ? (int)ffa_x[2] : -1000;
}

int ffa_relinquish(u64 handle) {
    ffa_put64(ffa_tx, handle);
    ffa_put32(ffa_tx + 8, 0);
    ffa_put32(ffa_tx + 12, 1);
    ffa_put32(ffa_tx + 16, ffa_id);
    return ffa_status(FFA_MEM_RELINQUISH, 0, 0, 0, 0);
}

u32 ffa_get32(const u8 *at) {
    return *(const volatile u32 *)at;
}

void ffa_put32(u8 *at, u32 value) {
    *(volatile u32 *)at = value;
}

u64 ffa_get64(const u8 *at) {
    return ffa_get32(at) | (u64)ffa_get32(at + 4) << 32;
}

void ffa_put64(u8 *at, u64 value) {
    ffa_put32(at, (u32)value);
    ffa_put32(at + 4, (u32)(value >> 32));
}
