// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Arithmetic;
import org.xenolith.engine.ir.Cond;
import org.xenolith.engine.ir.Exit;
import org.xenolith.engine.ir.Flags;
import org.xenolith.engine.ir.Op;

/**
 * Executes blocks operation by operation: the reference for what the intermediate representation means, and the engine
 * for cold code. It goes from block to block along links by itself.
 */
final class Interpreter {
    /** The instruction at the program counter has faulted; the vCPU's fault says how. */
    static final int FAULT = -1;
    /** Nothing to do but to look for the next block. */
    static final int NONE = -2;
    /** The instruction has to be executed again after the host has had its turn. */
    static final int AGAIN = -3;
    /** Compiled code was left before an instruction that it cannot complete, but the interpreter can. */
    static final int MISSED = -4;

    /** Low bits of what {@link #execute} returns: the number of an exit. The instructions executed by then stand above. */
    private static final int EXIT_BITS = 16;

    private static final int EXIT = (1 << EXIT_BITS) - 1;

    private final Cpu cpu;
    private final int pcRegister;
    private final Helper[] helpers;
    private @Nullable Block last;
    /** Instructions that had been executed when the current block was entered. */
    private long begun;
    /** Where an operation was interrupted. */
    private int at;

    Interpreter(Cpu cpu) {
        this.cpu = cpu;
        this.pcRegister = cpu.cluster.frontEnd().pcRegister();
        this.helpers = cpu.cluster.helpers();
    }

    /** Returns the block that {@link #run} was in at last. */
    Block last() {
        return Objects.requireNonNull(last);
    }

    /**
     * Executes a block and those linked to it.
     *
     * @return the exit of the {@link #last} block, or a negative constant; the program counter register and the
     *     instruction count are exact
     */
    int run(Block first) {
        Cpu cpu = this.cpu;
        Block block = first;
        int[] code = block.code; // this form is executed, whatever another thread puts there meanwhile
        long done = cpu.instructions;
        try {
            while (true) {
                begun = done;
                int left = execute(code, 0);
                while (left < 0) {
                    left = assist(code, ~left);
                }
                int taken = left & EXIT;
                done += left >>> EXIT_BITS;
                Block next = block.link(taken);
                if (next == null || !mayEnter(cpu, next, done) || ++next.entries >= next.threshold) {
                    Exit exit = block.exits[taken];
                    if (exit.kind() == Exit.Kind.DIRECT) {
                        cpu.r[pcRegister] = exit.target();
                    }
                    cpu.instructions = done;
                    last = block;
                    return taken;
                }
                block = next;
                code = block.code;
            }
        } catch (GuestFault fault) {
            back(block, code, done);
            cpu.instructions++;
            return FAULT;
        } catch (IoRestart restart) {
            back(block, code, done);
            if (restart == IoRestart.AGAIN) {
                return AGAIN;
            }
            cpu.cluster.code().restart(block, Op.instruction(code[at]));
            return NONE;
        }
    }

    private int execute(int[] code, int from) {
        return execute(code, from, cpu.r, cpu.space.tlb.entries, pcRegister);
    }

    /**
     * Executes a block's operations from one on, until an exit is taken or one comes that needs more than registers and
     * the translation table. There is no call in it once it is compiled, so HotSpot has no reason to keep its values on
     * the stack: it takes half the time that it took with calls.
     *
     * @return the exit that is taken and the instructions executed by then, or the complement of the operation's index
     */
    private static int execute(int[] code, int from, long[] r, long[] tlb, int pcRegister) {
        int ip = from;
        try {
            while (true) {
                int word = code[ip];
                int d = code[ip + 1];
                int a = code[ip + 2];
                int b = code[ip + 3];
                int imm = code[ip + 4];
                switch (word & 0xFF) {
                    case Op.MOV -> r[d] = r[a];
                    case Op.MOVI -> r[d] = (a & 0xFFFF_FFFFL) | ((long) b << 32);
                    case Op.ADD -> r[d] = r[a] + r[b];
                    case Op.SUB -> r[d] = r[a] - r[b];
                    case Op.MUL -> r[d] = r[a] * r[b];
                    case Op.AND -> r[d] = r[a] & r[b];
                    case Op.OR -> r[d] = r[a] | r[b];
                    case Op.XOR -> r[d] = r[a] ^ r[b];
                    case Op.ANDN -> r[d] = r[a] & ~r[b];
                    case Op.SHL -> r[d] = r[a] << r[b];
                    case Op.SHR -> r[d] = r[a] >>> r[b];
                    case Op.SAR -> r[d] = r[a] >> r[b];
                    case Op.ROR -> r[d] = Long.rotateRight(r[a], (int) r[b]);
                    case Op.ADDW -> r[d] = (r[a] + r[b]) & 0xFFFF_FFFFL;
                    case Op.SUBW -> r[d] = (r[a] - r[b]) & 0xFFFF_FFFFL;
                    case Op.MULW -> r[d] = (r[a] * r[b]) & 0xFFFF_FFFFL;
                    case Op.SHLW -> r[d] = ((int) r[a] << (int) r[b]) & 0xFFFF_FFFFL;
                    case Op.SHRW -> r[d] = ((int) r[a] >>> (int) r[b]) & 0xFFFF_FFFFL;
                    case Op.SARW -> r[d] = ((int) r[a] >> (int) r[b]) & 0xFFFF_FFFFL;
                    case Op.RORW -> r[d] = Integer.rotateRight((int) r[a], (int) r[b]) & 0xFFFF_FFFFL;
                    case Op.ADDI -> r[d] = r[a] + imm;
                    case Op.ANDI -> r[d] = r[a] & imm;
                    case Op.ORI -> r[d] = r[a] | imm;
                    case Op.XORI -> r[d] = r[a] ^ imm;
                    case Op.SHLI -> r[d] = r[a] << imm;
                    case Op.SHRI -> r[d] = r[a] >>> imm;
                    case Op.SARI -> r[d] = r[a] >> imm;
                    case Op.RORI -> r[d] = Long.rotateRight(r[a], imm);
                    case Op.ADDWI -> r[d] = (r[a] + imm) & 0xFFFF_FFFFL;
                    case Op.SHLWI -> r[d] = ((int) r[a] << imm) & 0xFFFF_FFFFL;
                    case Op.SHRWI -> r[d] = ((int) r[a] >>> imm) & 0xFFFF_FFFFL;
                    case Op.SARWI -> r[d] = ((int) r[a] >> imm) & 0xFFFF_FFFFL;
                    case Op.RORWI -> r[d] = Integer.rotateRight((int) r[a], imm) & 0xFFFF_FFFFL;
                    case Op.UMULH -> r[d] = Math.unsignedMultiplyHigh(r[a], r[b]);
                    case Op.SMULH -> r[d] = Math.multiplyHigh(r[a], r[b]);
                    case Op.UDIV -> r[d] = Arithmetic.udiv(r[a], r[b]);
                    case Op.SDIV -> r[d] = Arithmetic.sdiv(r[a], r[b]);
                    case Op.UDIVW -> r[d] = Arithmetic.udivW(r[a], r[b]);
                    case Op.SDIVW -> r[d] = Arithmetic.sdivW(r[a], r[b]);
                    case Op.CLZ -> r[d] = Long.numberOfLeadingZeros(r[a]);
                    case Op.CLZW -> r[d] = Integer.numberOfLeadingZeros((int) r[a]);
                    case Op.RBIT -> r[d] = Long.reverse(r[a]);
                    case Op.RBITW -> r[d] = Integer.reverse((int) r[a]) & 0xFFFF_FFFFL;
                    case Op.BSWAP -> r[d] = Long.reverseBytes(r[a]);
                    case Op.BSWAPW -> r[d] = Integer.reverseBytes((int) r[a]) & 0xFFFF_FFFFL;
                    case Op.SEXT8 -> r[d] = (byte) r[a];
                    case Op.SEXT16 -> r[d] = (short) r[a];
                    case Op.SEXT32 -> r[d] = (int) r[a];
                    case Op.ZEXT8 -> r[d] = r[a] & 0xFF;
                    case Op.ZEXT16 -> r[d] = r[a] & 0xFFFF;
                    case Op.ZEXT32 -> r[d] = r[a] & 0xFFFF_FFFFL;
                    case Op.UBFX -> r[d] = Arithmetic.ubfx(r[a], imm);
                    case Op.SBFX -> r[d] = Arithmetic.sbfx(r[a], imm);
                    case Op.DEP -> r[d] = Arithmetic.deposit(r[a], r[b], imm);
                    case Op.FUNNEL -> r[d] = Arithmetic.funnel(r[a], r[b], imm);
                    case Op.FUNNELW -> r[d] = Arithmetic.funnelW(r[a], r[b], imm);
                    case Op.ADC -> r[d] = r[a] + r[b] + ((r[word >>> 16] >>> 1) & 1);
                    case Op.ADCW -> r[d] = (r[a] + r[b] + ((r[word >>> 16] >>> 1) & 1)) & 0xFFFF_FFFFL;
                    case Op.ADDF -> r[d] = Flags.add(r[a], r[b]);
                    case Op.SUBF -> r[d] = Flags.sub(r[a], r[b]);
                    case Op.ANDF -> r[d] = Flags.logic(r[a] & r[b]);
                    case Op.ADCF -> r[d] = Flags.adc(r[a], r[b], (r[word >>> 16] >>> 1) & 1);
                    case Op.ADDFW -> r[d] = Flags.addW(r[a], r[b]);
                    case Op.SUBFW -> r[d] = Flags.subW(r[a], r[b]);
                    case Op.ANDFW -> r[d] = Flags.logic((r[a] & r[b]) << 32);
                    case Op.ADCFW -> r[d] = Flags.adcW(r[a], r[b], (r[word >>> 16] >>> 1) & 1);
                    case Op.ADDFI -> r[d] = Flags.add(r[a], imm);
                    case Op.SUBFI -> r[d] = Flags.sub(r[a], imm);
                    case Op.ADDFWI -> r[d] = Flags.addW(r[a], imm);
                    case Op.SUBFWI -> r[d] = Flags.subW(r[a], imm);
                    case Op.SETC -> r[d] = Cond.test(word >>> 16, r[a], r[b]) ? 1 : 0;
                    case Op.SETCW -> r[d] = Cond.test(word >>> 16, (int) r[a], (int) r[b]) ? 1 : 0;
                    case Op.SELF -> r[d] = Flags.test(imm, r[word >>> 16]) ? r[a] : r[b];
                    case Op.LD8U -> r[d] = FastAccess.load8(tlb, r[a] + imm);
                    case Op.LD8S -> r[d] = (byte) FastAccess.load8(tlb, r[a] + imm);
                    case Op.LD16U -> r[d] = FastAccess.load16(tlb, r[a] + imm);
                    case Op.LD16S -> r[d] = (short) FastAccess.load16(tlb, r[a] + imm);
                    case Op.LD32U -> r[d] = FastAccess.load32(tlb, r[a] + imm);
                    case Op.LD32S -> r[d] = (int) FastAccess.load32(tlb, r[a] + imm);
                    case Op.LD64 -> r[d] = FastAccess.load64(tlb, r[a] + imm);
                    case Op.ST8 -> FastAccess.store8(tlb, r[a] + imm, r[b]);
                    case Op.ST16 -> FastAccess.store16(tlb, r[a] + imm, r[b]);
                    case Op.ST32 -> FastAccess.store32(tlb, r[a] + imm, r[b]);
                    case Op.ST64 -> FastAccess.store64(tlb, r[a] + imm, r[b]);
                    case Op.EXIT, Op.EXITS -> {
                        return d << EXIT_BITS | imm;
                    }
                    case Op.EXITR -> {
                        r[pcRegister] = r[a];
                        return d << EXIT_BITS | imm;
                    }
                    case Op.EXITC -> {
                        if (Cond.test(word >>> 16, r[a], r[b])) {
                            return d << EXIT_BITS | imm;
                        }
                    }
                    case Op.EXITCW -> {
                        if (Cond.test(word >>> 16, (int) r[a], (int) r[b])) {
                            return d << EXIT_BITS | imm;
                        }
                    }
                    case Op.EXITF -> {
                        if (Flags.test(a, r[word >>> 16])) {
                            return d << EXIT_BITS | imm;
                        }
                    }
                    case Op.EXITB -> {
                        if (((r[a] >>> b) & 1) == word >>> 16) {
                            return d << EXIT_BITS | imm;
                        }
                    }
                    default -> {
                        return ~ip;
                    }
                }
                ip += Op.STRIDE;
            }
        } catch (TlbMiss miss) {
            return ~ip;
        }
    }

    /** Executes an operation that {@link #execute} has left out, and goes on behind it. */
    private int assist(int[] code, int ip) {
        at = ip;
        if ((code[ip] & 0xFF) == Op.POLL) {
            if (cpu.attention() != 0) {
                return code[ip + 1] << EXIT_BITS | code[ip + 4];
            }
        } else {
            call(code, ip);
        }
        return execute(code, ip + Op.STRIDE);
    }

    /** Executes an operation that leaves the guest; it may throw a fault or a restart. */
    private void call(int[] code, int ip) {
        Cpu cpu = this.cpu;
        long[] r = cpu.r;
        int word = code[ip];
        int c = word >>> 16;
        int d = code[ip + 1];
        int a = code[ip + 2];
        int b = code[ip + 3];
        int imm = code[ip + 4];
        switch (word & 0xFF) {
            case Op.LD8U -> r[d] = SoftMmu.load(cpu, r[a] + imm, c);
            case Op.LD8S -> r[d] = (byte) SoftMmu.load(cpu, r[a] + imm, c);
            case Op.LD16U -> r[d] = SoftMmu.load(cpu, r[a] + imm, c | 1);
            case Op.LD16S -> r[d] = (short) SoftMmu.load(cpu, r[a] + imm, c | 1);
            case Op.LD32U -> r[d] = SoftMmu.load(cpu, r[a] + imm, c | 2);
            case Op.LD32S -> r[d] = (int) SoftMmu.load(cpu, r[a] + imm, c | 2);
            case Op.LD64 -> r[d] = SoftMmu.load(cpu, r[a] + imm, c | 3);
            case Op.ST8 -> SoftMmu.store(cpu, r[a] + imm, r[b], c);
            case Op.ST16 -> SoftMmu.store(cpu, r[a] + imm, r[b], c | 1);
            case Op.ST32 -> SoftMmu.store(cpu, r[a] + imm, r[b], c | 2);
            case Op.ST64 -> SoftMmu.store(cpu, r[a] + imm, r[b], c | 3);
            case Op.LDA -> r[d] = SoftMmu.load(cpu, r[a] + imm, c);
            case Op.STA -> SoftMmu.store(cpu, r[a] + imm, r[b], c);
            case Op.RMW -> r[d] = SoftMmu.readModifyWrite(cpu, r[a], r[b], imm, c);
            case Op.CAS -> r[d] = SoftMmu.compareAndSwap(cpu, r[a], r[imm], r[b], c);
            case Op.FENCE -> java.lang.invoke.VarHandle.fullFence();
            case Op.CALL -> r[d] = helpers[c].call(cpu, imm, r[a], r[b]);
            case Op.SYNC -> cpu.instructions = begun + imm;
            default -> throw new IllegalStateException("opcode " + (word & 0xFF));
        }
    }

    /** Tells whether a block may be entered without a look around, after so many executed guest instructions. */
    private static boolean mayEnter(Cpu cpu, Block next, long done) {
        return cpu.attention() == 0 && next.length <= cpu.deadline - done && next.valid && next.mode == cpu.mode;
    }

    /** Goes back to before the instruction that was interrupted. */
    private void back(Block block, int[] code, long done) {
        last = block;
        int instruction = Op.instruction(code[at]);
        cpu.r[pcRegister] = block.pc + block.offset(instruction);
        cpu.instructions = done + instruction;
    }
}
