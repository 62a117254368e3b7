// SPDX-License-Identifier: Apache-2.0
// Runs single A64 instructions on whatever executes this program: a processor, or an emulator of one.
//
//   aarch64-linux-gnu-gcc -O1 -static -o fp-oracle fp-oracle.c
//   qemu-aarch64 -cpu cortex-a57 ./fp-oracle < cases > answers
//
// Input: a 32-bit instruction word, a 32-bit count, and as many struct in; any number of times. Output: a struct out for
// each, all bytes 0xee if the word is undefined. Operands are V0 to V3 and X1, results V0 and X0. Little endian.

#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define MOST 65536

struct in {
  uint64_t v[8];
  uint64_t x1, nzcv, fpcr, fpsr;
};

struct out {
  uint64_t v[2];
  uint64_t x0, nzcv, fpsr;
};


static sigjmp_buf env;
static void ill(int s) {
  (void)s;
  siglongjmp(env, 1);
}

void run(void *code, const struct in *in, struct out *out);
__asm__(
".global run\nrun:\n"
"stp x29,x30,[sp,#-16]!\n stp x19,x20,[sp,#-16]!\n"
"stp d8,d9,[sp,#-16]!\n"
"mov x19,x2\n mov x20,x0\n mov x9,x1\n"
"ldp q0,q1,[x9]\n ldp q2,q3,[x9,#32]\n"
"ldr x10,[x9,#80]\n msr fpcr,x10\n ldr x10,[x9,#88]\n msr fpsr,x10\n"
"ldr x10,[x9,#72]\n lsl x10,x10,#28\n msr nzcv,x10\n"
"ldr x1,[x9,#64]\n mov x0,#0\n"
"blr x20\n"
"mrs x10,nzcv\n lsr x10,x10,#28\n str x10,[x19,#24]\n"
"mrs x10,fpsr\n str x10,[x19,#32]\n"
"str q0,[x19]\n str x0,[x19,#16]\n"
"msr fpcr,xzr\n msr fpsr,xzr\n"
"ldp d8,d9,[sp],#16\n ldp x19,x20,[sp],#16\n ldp x29,x30,[sp],#16\n ret\n");
static struct in in[MOST];
static struct out out[MOST];

int main(void) {
  uint32_t head[2];
  uint32_t *code = mmap(0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct sigaction action;
  if (code == MAP_FAILED) {
    return 1;
  }
  memset(&action, 0, sizeof action);
  action.sa_handler = ill;
  action.sa_flags = SA_NODEFER;
  sigaction(SIGILL, &action, 0);
  while (fread(head, sizeof head, 1, stdin) == 1) {
    uint32_t count = head[1];
    if (count > MOST || fread(in, sizeof in[0], count, stdin) != count) {
      return 1;
    }
    code[0] = head[0];
    code[1] = 0xd65f03c0; // ret
    __builtin___clear_cache((char *)code, (char *)(code + 2));
    for (uint32_t i = 0; i < count; i++) {
      memset(&out[i], 0xee, sizeof out[i]);
      if (sigsetjmp(env, 0) == 0) {
        run(code, &in[i], &out[i]);
      }
    }
    fwrite(out, sizeof out[0], count, stdout);
    fflush(stdout);
  }
  return 0;
}
