/* SPDX-License-Identifier: Apache-2.0 */
/* Enumerates and sends messages to all others for as long as it is let, and checks each answer against what FF-A allows
   while machines come to see and to lose one another. vms=N machines in all, whose ids follow one another from base=ID
   (1), sps=N entries of partitions. Reads its console: any byte stops the sending, the next one ends it. What it has sent
   and got is printed then; a message that is lost, or comes twice, is counted by its number. */
#include "ffa.h"

#define UART_FR_RXFE 0x10
#define MOST_ENTRIES 128
#define MOST_MACHINES 64

static struct ffa_entry entries[MOST_ENTRIES];
static u64 next[MOST_MACHINES];
static u64 expected[MOST_MACHINES];
static u64 vms, sps, base;
static u64 lists_alone, lists_all, retries, busy, refused, sent, got, lost, wrong;

static int pressed(void) {
    if (read32(machine.uart + UART_FR) & UART_FR_RXFE)
        return 0;
    read32(machine.uart);
    return 1;
}

static void complain(const char *what, u64 value) {
    if (wrong++ < 8) {
        put("storm: WRONG ");
        put(what);
        put_hex_field("value", value);
        put("\n");
    }
}

static int is_machine(u64 id) {
    return id >= base && id < base + vms;
}

/* Partitions, then this machine, then all others or none. */
static void check(int total) {
    u64 seen = 0;
    if (total < 0) {
        complain("list", (u64)-total);
        return;
    }
    for (int i = 0; i < total; i++) {
        u64 id = entries[i].id;
        int place_of_partition = i < (int)sps;
        if (place_of_partition != (id >> 15 != 0) || (!place_of_partition && !is_machine(id)))
            complain("entry", (u64)i << 32 | id);
        else if (!place_of_partition)
            seen |= 1ul << (id - base);
    }
    if (total > (int)sps && entries[sps].id != ffa_id)
        complain("first machine", entries[sps].id);
    if (total == (int)(sps + 1))
        lists_alone++;
    else if (total == (int)(sps + vms) && seen == (1ul << vms) - 1)
        lists_all++;
    else
        complain("count", (u64)total);
}

static void take_message(void) {
    u32 size = 0;
    u64 sender = ffa_sender(&size);
    if (!is_machine(sender) || sender == ffa_id || size != 8) {
        complain("message", sender << 32 | size);
    } else {
        u64 number = ffa_get64(ffa_rx + FFA_HEADER);
        u64 *wanted = &expected[sender - base];
        if (number < *wanted)
            complain("message again", number);
        else
            lost += number - *wanted;
        *wanted = number + 1;
        got++;
    }
    int status = ffa_status(FFA_RX_RELEASE, 0, 0, 0, 0);
    if (status)
        complain("release", (u64)-status);
}

/* Looks for a message: the sender's notification is there once the message is. */
static int receive(void) {
    int status = ffa_status(FFA_NOTIFICATION_GET, ffa_id, FFA_OF_BUFFERS, 0, 0);
    if (status) {
        if (status != FFA_NOT_SUPPORTED)
            complain("notification get", (u64)-status);
        return 0;
    }
    if (!(ffa_x[7] & 1))
        return 0;
    take_message();
    return 1;
}

static void send_all(void) {
    for (u64 i = 0; i < vms; i++) {
        if (base + i == ffa_id)
            continue;
        ffa_put64(ffa_tx + FFA_HEADER, next[i]);
        int status = ffa_send((u32)(base + i), 8);
        if (status == FFA_OK) {
            next[i]++;
            sent++;
        } else if (status == FFA_BUSY) {
            busy++;
        } else if (status == FFA_INVALID_PARAMETERS) {
            refused++;
        } else {
            complain("send", (u64)-status);
        }
    }
}

static void list_by_registers(void) {
    u64 tag = 0;
    check(ffa_list(entries, MOST_ENTRIES, &tag, &retries));
}

static void list_by_buffer(void) {
    int status = ffa_status(FFA_PARTITION_INFO_GET, 0, 0, 0, 0);
    if (status == FFA_BUSY) { /* a message is in it */
        busy++;
        return;
    }
    if (status) {
        complain("info", (u64)-status);
        return;
    }
    int total = (int)ffa_x[2];
    u32 size = (u32)ffa_x[3];
    if (size != 24 || total > MOST_ENTRIES) {
        complain("info size", (u64)size << 32 | (u64)total);
        total = 0;
    }
    for (int i = 0; i < total; i++)
        ffa_entry_at(i, size, &entries[i]);
    check(total);
    status = ffa_status(FFA_RX_RELEASE, 0, 0, 0, 0);
    if (status)
        complain("info release", (u64)-status);
}

void guest_main(void) {
    u64 rounds = 0;
    mmu_on(4); /* without it every access to memory is one to a device */
    vms = argument("vms", 2);
    sps = argument("sps", 0);
    base = argument("base", 1);
    if (vms > MOST_MACHINES - 1 || ffa_start(FFA_1_2) || ffa_map()) {
        put("storm: no FF-A\n");
        return;
    }
    put("storm: ready");
    put_hex_field("id", ffa_id);
    put("\n");
    while (!pressed()) {} /* until all are */
    put("storm: running\n");
    for (; !pressed(); rounds++) {
        list_by_registers();
        send_all();
        receive();
        list_by_buffer();
        receive();
    }
    put("storm: stopped\n");
    while (!pressed())
        receive();
    while (receive()) {}
    put("storm: done");
    put_field("rounds", rounds);
    put_field("alone", lists_alone);
    put_field("all", lists_all);
    put_field("retries", retries);
    put_field("busy", busy);
    put_field("refused", refused);
    put_field("sent", sent);
    put_field("got", got);
    put_field("lost", lost);
    put_field("wrong", wrong);
    put("\n");
}
