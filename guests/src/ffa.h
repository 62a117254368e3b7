/* SPDX-License-Identifier: Apache-2.0 */
/* Firmware Framework for A-profile, as a client in a virtual machine sees it [DEN0077A]. */
#ifndef FFA_H
#define FFA_H

#include "guest.h"

#define FFA_ERROR 0x84000060u
#define FFA_SUCCESS 0x84000061u
#define FFA_SUCCESS_64 0xc4000061u
#define FFA_INTERRUPT 0x84000062u
#define FFA_VERSION 0x84000063u
#define FFA_FEATURES 0x84000064u
#define FFA_RX_RELEASE 0x84000065u
#define FFA_RXTX_MAP 0xc4000066u
#define FFA_RXTX_UNMAP 0x84000067u
#define FFA_PARTITION_INFO_GET 0x84000068u
#define FFA_ID_GET 0x84000069u
#define FFA_MSG_WAIT 0x8400006bu
#define FFA_YIELD 0x8400006cu
#define FFA_RUN 0x8400006du
#define FFA_DIRECT_REQ 0x8400006fu
#define FFA_DIRECT_RESP 0x84000070u
#define FFA_DIRECT_REQ_64 0xc400006fu
#define FFA_DIRECT_RESP_64 0xc4000070u
#define FFA_MEM_DONATE 0xc4000071u
#define FFA_MEM_LEND 0xc4000072u
#define FFA_MEM_SHARE 0xc4000073u
#define FFA_MEM_RETRIEVE_REQ 0xc4000074u
#define FFA_MEM_RETRIEVE_RESP 0x84000075u
#define FFA_MEM_RELINQUISH 0x84000076u
#define FFA_MEM_RECLAIM 0x84000077u
#define FFA_NOTIFICATION_BIND 0x8400007fu
#define FFA_NOTIFICATION_UNBIND 0x84000080u
#define FFA_NOTIFICATION_SET 0x84000081u
#define FFA_NOTIFICATION_GET 0x84000082u
#define FFA_NOTIFICATION_INFO_GET 0xc4000083u
#define FFA_SEND2 0x84000086u
#define FFA_PARTITION_INFO_GET_REGS 0xc400008bu
#define FFA_DIRECT_REQ2 0xc400008du
#define FFA_DIRECT_RESP2 0xc400008eu

#define FFA_OK 0
#define FFA_NOT_SUPPORTED (-1)
#define FFA_INVALID_PARAMETERS (-2)
#define FFA_NO_MEMORY (-3)
#define FFA_BUSY (-4)
#define FFA_DENIED (-6)
#define FFA_RETRY (-7)
#define FFA_ABORTED (-8)
#define FFA_NO_DATA (-9)

#define FFA_1_0 0x10000u
#define FFA_1_1 0x10001u
#define FFA_1_2 0x10002u

#define FFA_PAGE 4096u
#define FFA_HEADER 40u

/* What NOTIFICATION_GET returns: notifications of partitions; the hypervisor's own, for a full buffer; all. */
#define FFA_OF_PARTITIONS 1u
#define FFA_OF_BUFFERS 8u
#define FFA_OF_ALL 0xfu

struct ffa_entry {
    u16 id;
    u16 contexts;
    u32 properties;
    u64 low, high;
};

/* The pages that are mapped as buffers. */
extern u8 ffa_tx[FFA_PAGE];
extern u8 ffa_rx[FFA_PAGE];

/* Registers of a call, and afterwards of its answer. */
extern u64 ffa_x[18];
/* This virtual machine's endpoint id, once it has been asked for. */
extern u32 ffa_id;

/* Clears the registers and takes the first arguments; more of them go into ffa_x. */
void ffa_begin(u32 function, u64 a, u64 b, u64 c, u64 d);
/* Calls; returns the answer's function id. By SMC, or by HVC if the boot arguments say hvc=1. */
u32 ffa_call(void);
/* Both. Returns 0 for success, else the status, below 0; -1000 if the answer is none of the two. */
int ffa_status(u32 function, u64 a, u64 b, u64 c, u64 d);
/* Negotiates a version and asks for the id: 0, or the first status that was no success. */
int ffa_start(u32 version);
int ffa_map(void);
/* What the list has to have in all, or a status. */
int ffa_list(struct ffa_entry *entries, int room, u64 *tag, u64 *retries);
/* Reads entry i of what PARTITION_INFO_GET has left in the buffer. */
void ffa_entry_at(int i, u32 size, struct ffa_entry *entry);
/* Sends a message that has been put into the buffer behind the header. */
int ffa_send(u32 receiver, u32 size);
/* Sender of the message in the buffer, and its size. */
u32 ffa_sender(u32 *size);
/* Shares a page with a partition, described as in a version: a status; the handle is in ffa_x[2] and [3]. */
int ffa_share(u32 receiver, void *page, u32 version);

/* Shares, lends or donates a page to another virtual machine: a status; the handle is in ffa_x[2] and [3]. */
int ffa_give(u32 function, u32 receiver, void *page);
/* Retrieves a page at an address, or where the hypervisor wants it if that is 0: a status; the buffer says where. */
int ffa_retrieve(u64 handle, u32 owner, void *place);
int ffa_relinquish(u64 handle);

u32 ffa_get32(const u8 *at);
void ffa_put32(u8 *at, u32 value);
u64 ffa_get64(const u8 *at);
void ffa_put64(u8 *at, u64 value);

/* The interrupt controller, whose interrupts are asked for and never taken. */
void gic_start(void);
void gic_enable(u32 interrupt);
/* Waits for an enabled interrupt until a tick of the counter: its number, or 0 when the time is up. */
u32 gic_wait(u64 until);
#define GIC_BUFFER_FULL 8

#endif
