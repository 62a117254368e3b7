/* SPDX-License-Identifier: Apache-2.0 */
/* What all guests share: console, boot arguments, time, firmware calls. There is no C library. */
#ifndef GUEST_H
#define GUEST_H

/* All symbols are our own: no table of addresses, which nobody would relocate. */
#pragma GCC visibility push(hidden)

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

#define NOINIT __attribute__((section(".noinit,\"aw\",%nobits//")))

#define UART_FR 0x18
#define UART_FR_TXFF 0x20

#define PSCI_VERSION 0x84000000u
#define PSCI_SYSTEM_OFF 0x84000008u

/* Where things are; from the device tree, else where Xen puts them. */
struct machine {
    u64 uart;
    u64 gicd;
    u64 gicr_or_gicc;
    int gic3;             /* the interrupt controller is a GICv3, not a GICv2 */
    int smc;              /* the conduit is SMC, not HVC */
    const char *bootargs; /* never 0 */
};
extern struct machine machine;

/* Every guest has one. The guest powers off when it returns. */
void guest_main(void);

void put_char(char c);
void put(const char *text);
void put_decimal(u64 value);
void put_padded(u64 value, int digits);
void put_hex(u64 value);

/* " name=value" for result lines. */
void put_field(const char *name, u64 value);
void put_hex_field(const char *name, u64 value);

/* The number after "name=" in the boot arguments, decimal or 0x; fallback if it is not there. */
u64 argument(const char *name, u64 fallback);

/* A PSCI call by the machine's conduit. */
u64 firmware(u64 function, u64 a, u64 b, u64 c);
void power_off(void);

/* Reads the device tree into machine. */
void read_device_tree(const u8 *dtb);

/* Prints "name: round=R n=N ticks=T hz=H checksum=0xC" for each of as many rounds of work(n) as the boot argument
   "rounds" says (default 1), so that what is warm can be told from what is not. A checksum that differs from the first
   is reported. n is the boot argument of that name. */
void measure(const char *name, u64 (*work)(u64 n), u64 fallback);

/* Where RAM begins, on Xen and on QEMU's virt, and how much of it is mapped in pages if pages are wanted. */
#define RAM 0x40000000ul
#define PAGE_SIZE 4096ul
#define RAM_PAGES (64 * 256ul)

/* Attributes of a page [DDI0487 D8.3]. */
#define PAGE_VALID 3ul
#define PAGE_NORMAL (1ul << 2)
#define PAGE_USER (1ul << 6)
#define PAGE_READ_ONLY_BIT (1ul << 7)
#define PAGE_SHARED (3ul << 8)
#define PAGE_ACCESSED (1ul << 10)
#define PAGE_NOT_GLOBAL (1ul << 11)
#define PAGE_NEVER_EXECUTE (3ul << 53)
#define PAGE_READ_WRITE (PAGE_NORMAL | PAGE_SHARED | PAGE_ACCESSED)
#define PAGE_READ_ONLY (PAGE_READ_WRITE | PAGE_READ_ONLY_BIT)

/* Identity map, caches on: 0 to 1 GiB device, 1 to 2 GiB RAM, the first 64 MiB of it in pages if kib is 4, the rest in
   blocks of 2 MiB. The window is empty. */
void mmu_on(u64 kib);

/* Turns on what mmu_on has built, on another CPU. */
void mmu_on_this_cpu(void);

/* 512 pages that are mapped one by one, at 2 GiB. */
#define WINDOW 0x80000000ul

/* Maps a page of the window that is not mapped. */
void map_page(u64 address, const void *page, u64 attributes);

/* Takes a page of the window away and has every CPU forget it. */
void unmap_page(u64 address);

/* Fills three pages with tables of another address space, which has one page at the window's begin; returns the value
   for TTBR0_EL1. */
u64 space_with(u64 *tables, const void *page, u64 asid);

/* The same address, which the compiler does not know: it would keep far offsets from a symbol as absolute words. */
static inline void *address_of(void *object) {
    __asm__("" : "+r"(object));
    return object;
}

static inline u32 read32(u64 address) {
    u32 value;
    __asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
}

static inline void write32(u64 address, u32 value) {
    __asm__ volatile("str %w0, [%1]" : : "r"(value), "r"(address) : "memory");
}

static inline u64 ticks(void) {
    u64 now;
    __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(now) : : "memory");
    return now;
}

static inline u64 ticks_per_second(void) {
    u64 frequency;
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    return frequency;
}

#endif
