// SPDX-License-Identifier: Apache-2.0
// Executes instruction words, each on each of a number of register files, and writes one 64-bit digest for each word.
// Arguments: a file of register files (128 little-endian 64-bit slots each), one of words, and the output. Only the
// slots X0-X15 (0), FPSR (35) and V0-V31 (64) are used. A word that is undefined has the digest 0.
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

extern void run(uint64_t *registers, void *code);

static volatile int undefined;

static void on_undefined(int signal, siginfo_t *info, void *context) {
    ucontext_t *c = context;
    undefined = 1;
    c->uc_mcontext.pc = c->uc_mcontext.regs[30];
}

static uint64_t mix(uint64_t h, uint64_t v) {
    uint64_t x = (h ^ v) * 0x9E3779B97F4A7C15ULL;
    return x ^ x >> 29;
}

static uint64_t digest(const uint64_t *r) {
    uint64_t h = 0;
    for (int i = 64; i < 128; i++) h = mix(h, r[i]);
    for (int i = 0; i < 16; i++) h = mix(h, r[i]);
    return mix(h, r[35]);
}

static void *load(const char *name, size_t *length) {
    FILE *f = fopen(name, "rb");
    if (!f) exit(2);
    fseek(f, 0, SEEK_END);
    *length = ftell(f);
    rewind(f);
    void *p = malloc(*length);
    if (fread(p, 1, *length, f) != *length) exit(2);
    fclose(f);
    return p;
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    size_t state_bytes, word_bytes;
    const uint64_t(*states)[128] = load(arguments[1], &state_bytes);
    const uint32_t *words = load(arguments[2], &word_bytes);
    size_t state_count = state_bytes / 1024, word_count = word_bytes / 4;
    FILE *out = fopen(arguments[3], "wb");
    if (!out) return 2;
    struct sigaction action = {0};
    action.sa_sigaction = on_undefined;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGILL, &action, 0);
    uint32_t *code = mmap(0, word_count * 8, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (code == MAP_FAILED) return 2;
    for (size_t i = 0; i < word_count; i++) {
        code[2 * i] = words[i];
        code[2 * i + 1] = 0xD65F03C0; // RET
    }
    __builtin___clear_cache((char *)code, (char *)(code + 2 * word_count));
    for (size_t i = 0; i < word_count; i++) {
        uint64_t h = 0;
        undefined = 0;
        for (size_t s = 0; s < state_count && !undefined; s++) {
            uint64_t r[128];
            for (int k = 0; k < 128; k++) r[k] = states[s][k];
            run(r, code + 2 * i);
            h = mix(h, digest(r));
        }
        if (undefined) h = 0;
        fwrite(&h, 8, 1, out);
    }
    return fclose(out);
}
