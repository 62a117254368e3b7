/* SPDX-License-Identifier: Apache-2.0 */
/* As much of a flattened device tree reader as the guests need [Devicetree Specification 5]. Addresses are taken to
   have two cells, as they have on every machine that the guests run on. */
#include "guest.h"

#define DEEPEST 16

struct node {
    const char *name;
    const u8 *reg;
    u32 reg_length;
    const char *compatible;
    u32 compatible_length;
};

static u32 big32(const u8 *at) {
    return (u32)at[0] << 24 | (u32)at[1] << 16 | (u32)at[2] << 8 | at[3];
}

static u64 big64(const u8 *at) {
    return (u64)big32(at) << 32 | big32(at + 4);
}

static int equal(const char *a, const char *b) {
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

static int is_compatible(const struct node *node, const char *wanted) {
    u32 at = 0;
    while (at < node->compatible_length) {
        if (equal(node->compatible + at, wanted))
            return 1;
        while (at < node->compatible_length && node->compatible[at])
            at++;
        at++;
    }
    return 0;
}

static void take(const struct node *node) {
    if (node->reg_length < 16)
        return;
    if (is_compatible(node, "arm,sbsa-uart") || is_compatible(node, "arm,pl011"))
        machine.uart = big64(node->reg);
    if (node->reg_length >= 32
            && (is_compatible(node, "arm,gic-v3") || is_compatible(node, "arm,gic-400")
                    || is_compatible(node, "arm,cortex-a15-gic"))) {
        machine.gicd = big64(node->reg);
        machine.gicr_or_gicc = big64(node->reg + 16);
        machine.gic3 = is_compatible(node, "arm,gic-v3");
    }
}

void read_device_tree(const u8 *dtb) {
    struct node path[DEEPEST];
    int depth = -1;
    if (!dtb || (u64)dtb == 0xffffffff || ((u64)dtb & 7) || big32(dtb) != 0xd00dfeed)
        return;
    const u8 *at = dtb + big32(dtb + 8);
    const char *strings = (const char *)dtb + big32(dtb + 12);
    for (;;) {
        u32 token = big32(at);
        at += 4;
        if (token == 1) {
            const char *name = (const char *)at;
            while (*at)
                at++;
            at = (const u8 *)(((u64)at + 4) & ~3ul);
            if (++depth >= DEEPEST)
                return;
            path[depth] = (struct node){name, 0, 0, 0, 0};
        } else if (token == 2) {
            take(&path[depth]);
            if (--depth < 0)
                return;
        } else if (token == 3) {
            u32 length = big32(at);
            const char *name = strings + big32(at + 4);
            const u8 *value = at + 8;
            at = (const u8 *)(((u64)value + length + 3) & ~3ul);
            if (equal(name, "reg")) {
                path[depth].reg = value;
                path[depth].reg_length = length;
            } else if (equal(name, "compatible")) {
                path[depth].compatible = (const char *)value;
                path[depth].compatible_length = length;
            } else if (depth == 1 && equal(path[1].name, "chosen") && equal(name, "bootargs")) {
                machine.bootargs = (const char *)value;
            } else if (depth == 1 && equal(path[1].name, "psci") && equal(name, "method")) {
                machine.smc = equal((const char *)value, "smc");
            }
        } else if (token != 4) {
            return;
        }
    }
}
