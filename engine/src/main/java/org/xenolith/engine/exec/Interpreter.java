// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Arithmetic;
import org.xenolith.engine.ir.Cond;
import org.xenolith.engine.ir.Exit;
import org.xenolith.engine.ir.Flags;
import org.xenolith.engine.ir.IrBlock;
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

    private final Cpu cpu;
    private final int pcRegister;
    private final Helper[] helpers;
    private @Nullable Block last;

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
        long[] r = cpu.r;
        Block block = first;
        IrBlock ir = block.ir; // the one whose code is executed, whatever another thread puts there meanwhile
        int[] code = ir.code();
        int ip = 0;
        long done = cpu.instructions;
        try {
            while (true) {
                int word = code[ip];
                int taken = -1;
                switch (word & 0xFF) {
                    case Op.MOV -> r[code[ip + 1]] = r[code[ip + 2]];
                    case Op.MOVI -> r[code[ip + 1]] = (code[ip + 2] & 0xFFFF_FFFFL) | ((long) code[ip + 3] << 32);
                    case Op.ADD -> r[code[ip + 1]] = r[code[ip + 2]] + r[code[ip + 3]];
                    case Op.SUB -> r[code[ip + 1]] = r[code[ip + 2]] - r[code[ip + 3]];
                    case Op.MUL -> r[code[ip + 1]] = r[code[ip + 2]] * r[code[ip + 3]];
                    case Op.AND -> r[code[ip + 1]] = r[code[ip + 2]] & r[code[ip + 3]];
                    case Op.OR -> r[code[ip + 1]] = r[code[ip + 2]] | r[code[ip + 3]];
                    case Op.XOR -> r[code[ip + 1]] = r[code[ip + 2]] ^ r[code[ip + 3]];
                    case Op.ANDN -> r[code[ip + 1]] = r[code[ip + 2]] & ~r[code[ip + 3]];
                    case Op.SHL -> r[code[ip + 1]] = r[code[ip + 2]] << r[code[ip + 3]];
                    case Op.SHR -> r[code[ip + 1]] = r[code[ip + 2]] >>> r[code[ip + 3]];
                    case Op.SAR -> r[code[ip + 1]] = r[code[ip + 2]] >> r[code[ip + 3]];
                    case Op.ROR -> r[code[ip + 1]] = Long.rotateRight(r[code[ip + 2]], (int) r[code[ip + 3]]);
                    case Op.ADDW -> r[code[ip + 1]] = (r[code[ip + 2]] + r[code[ip + 3]]) & 0xFFFF_FFFFL;
                    case Op.SUBW -> r[code[ip + 1]] = (r[code[ip + 2]] - r[code[ip + 3]]) & 0xFFFF_FFFFL;
                    case Op.MULW -> r[code[ip + 1]] = (r[code[ip + 2]] * r[code[ip + 3]]) & 0xFFFF_FFFFL;
                    case Op.SHLW -> r[code[ip + 1]] = ((int) r[code[ip + 2]] << (int) r[code[ip + 3]]) & 0xFFFF_FFFFL;
                    case Op.SHRW -> r[code[ip + 1]] = ((int) r[code[ip + 2]] >>> (int) r[code[ip + 3]]) & 0xFFFF_FFFFL;
                    case Op.SARW -> r[code[ip + 1]] = ((int) r[code[ip + 2]] >> (int) r[code[ip + 3]]) & 0xFFFF_FFFFL;
                    case Op.RORW ->
                        r[code[ip + 1]] =
                                Integer.rotateRight((int) r[code[ip + 2]], (int) r[code[ip + 3]]) & 0xFFFF_FFFFL;
                    case Op.ADDI -> r[code[ip + 1]] = r[code[ip + 2]] + code[ip + 4];
                    case Op.ANDI -> r[code[ip + 1]] = r[code[ip + 2]] & code[ip + 4];
                    case Op.ORI -> r[code[ip + 1]] = r[code[ip + 2]] | code[ip + 4];
                    case Op.XORI -> r[code[ip + 1]] = r[code[ip + 2]] ^ code[ip + 4];
                    case Op.SHLI -> r[code[ip + 1]] = r[code[ip + 2]] << code[ip + 4];
                    case Op.SHRI -> r[code[ip + 1]] = r[code[ip + 2]] >>> code[ip + 4];
                    case Op.SARI -> r[code[ip + 1]] = r[code[ip + 2]] >> code[ip + 4];
                    case Op.RORI -> r[code[ip + 1]] = Long.rotateRight(r[code[ip + 2]], code[ip + 4]);
                    case Op.ADDWI -> r[code[ip + 1]] = (r[code[ip + 2]] + code[ip + 4]) & 0xFFFF_FFFFL;
                    case Op.SHLWI -> r[code[ip + 1]] = ((int) r[code[ip + 2]] << code[ip + 4]) & 0xFFFF_FFFFL;
                    case Op.SHRWI -> r[code[ip + 1]] = ((int) r[code[ip + 2]] >>> code[ip + 4]) & 0xFFFF_FFFFL;
                    case Op.SARWI -> r[code[ip + 1]] = ((int) r[code[ip + 2]] >> code[ip + 4]) & 0xFFFF_FFFFL;
                    case Op.RORWI ->
                        r[code[ip + 1]] = Integer.rotateRight((int) r[code[ip + 2]], code[ip + 4]) & 0xFFFF_FFFFL;
                    case Op.UMULH -> r[code[ip + 1]] = Math.unsignedMultiplyHigh(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.SMULH -> r[code[ip + 1]] = Math.multiplyHigh(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.UDIV -> r[code[ip + 1]] = Arithmetic.udiv(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.SDIV -> r[code[ip + 1]] = Arithmetic.sdiv(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.UDIVW -> r[code[ip + 1]] = Arithmetic.udivW(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.SDIVW -> r[code[ip + 1]] = Arithmetic.sdivW(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.CLZ -> r[code[ip + 1]] = Long.numberOfLeadingZeros(r[code[ip + 2]]);
                    case Op.CLZW -> r[code[ip + 1]] = Integer.numberOfLeadingZeros((int) r[code[ip + 2]]);
                    case Op.RBIT -> r[code[ip + 1]] = Long.reverse(r[code[ip + 2]]);
                    case Op.RBITW -> r[code[ip + 1]] = Integer.reverse((int) r[code[ip + 2]]) & 0xFFFF_FFFFL;
                    case Op.BSWAP -> r[code[ip + 1]] = Long.reverseBytes(r[code[ip + 2]]);
                    case Op.BSWAPW -> r[code[ip + 1]] = Integer.reverseBytes((int) r[code[ip + 2]]) & 0xFFFF_FFFFL;
                    case Op.SEXT8 -> r[code[ip + 1]] = (byte) r[code[ip + 2]];
                    case Op.SEXT16 -> r[code[ip + 1]] = (short) r[code[ip + 2]];
                    case Op.SEXT32 -> r[code[ip + 1]] = (int) r[code[ip + 2]];
                    case Op.ZEXT8 -> r[code[ip + 1]] = r[code[ip + 2]] & 0xFF;
                    case Op.ZEXT16 -> r[code[ip + 1]] = r[code[ip + 2]] & 0xFFFF;
                    case Op.ZEXT32 -> r[code[ip + 1]] = r[code[ip + 2]] & 0xFFFF_FFFFL;
                    case Op.UBFX -> r[code[ip + 1]] = Arithmetic.ubfx(r[code[ip + 2]], code[ip + 4]);
                    case Op.SBFX -> r[code[ip + 1]] = Arithmetic.sbfx(r[code[ip + 2]], code[ip + 4]);
                    case Op.DEP -> r[code[ip + 1]] = Arithmetic.deposit(r[code[ip + 2]], r[code[ip + 3]], code[ip + 4]);
                    case Op.FUNNEL ->
                        r[code[ip + 1]] = Arithmetic.funnel(r[code[ip + 2]], r[code[ip + 3]], code[ip + 4]);
                    case Op.FUNNELW ->
                        r[code[ip + 1]] = Arithmetic.funnelW(r[code[ip + 2]], r[code[ip + 3]], code[ip + 4]);
                    case Op.ADC -> r[code[ip + 1]] = r[code[ip + 2]] + r[code[ip + 3]] + ((r[word >>> 16] >>> 1) & 1);
                    case Op.ADCW ->
                        r[code[ip + 1]] =
                                (r[code[ip + 2]] + r[code[ip + 3]] + ((r[word >>> 16] >>> 1) & 1)) & 0xFFFF_FFFFL;
                    case Op.ADDF -> r[code[ip + 1]] = Flags.add(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.SUBF -> r[code[ip + 1]] = Flags.sub(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.ANDF -> r[code[ip + 1]] = Flags.logic(r[code[ip + 2]] & r[code[ip + 3]]);
                    case Op.ADCF ->
                        r[code[ip + 1]] = Flags.adc(r[code[ip + 2]], r[code[ip + 3]], (r[word >>> 16] >>> 1) & 1);
                    case Op.ADDFW -> r[code[ip + 1]] = Flags.addW(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.SUBFW -> r[code[ip + 1]] = Flags.subW(r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.ANDFW -> r[code[ip + 1]] = Flags.logic((r[code[ip + 2]] & r[code[ip + 3]]) << 32);
                    case Op.ADCFW ->
                        r[code[ip + 1]] = Flags.adcW(r[code[ip + 2]], r[code[ip + 3]], (r[word >>> 16] >>> 1) & 1);
                    case Op.ADDFI -> r[code[ip + 1]] = Flags.add(r[code[ip + 2]], code[ip + 4]);
                    case Op.SUBFI -> r[code[ip + 1]] = Flags.sub(r[code[ip + 2]], code[ip + 4]);
                    case Op.ADDFWI -> r[code[ip + 1]] = Flags.addW(r[code[ip + 2]], code[ip + 4]);
                    case Op.SUBFWI -> r[code[ip + 1]] = Flags.subW(r[code[ip + 2]], code[ip + 4]);
                    case Op.SETC -> r[code[ip + 1]] = Cond.test(word >>> 16, r[code[ip + 2]], r[code[ip + 3]]) ? 1 : 0;
                    case Op.SETCW ->
                        r[code[ip + 1]] = Cond.test(word >>> 16, (int) r[code[ip + 2]], (int) r[code[ip + 3]]) ? 1 : 0;
                    case Op.SELF ->
                        r[code[ip + 1]] = Flags.test(code[ip + 4], r[word >>> 16]) ? r[code[ip + 2]] : r[code[ip + 3]];
                    case Op.LD8U ->
                        r[code[ip + 1]] =
                                MemoryAccess.load8(cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], word >>> 16);
                    case Op.LD8S ->
                        r[code[ip + 1]] =
                                (byte) MemoryAccess.load8(cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], word >>> 16);
                    case Op.LD16U ->
                        r[code[ip + 1]] =
                                MemoryAccess.load16(cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], word >>> 16);
                    case Op.LD16S ->
                        r[code[ip + 1]] = (short)
                                MemoryAccess.load16(cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], word >>> 16);
                    case Op.LD32U ->
                        r[code[ip + 1]] =
                                MemoryAccess.load32(cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], word >>> 16);
                    case Op.LD32S ->
                        r[code[ip + 1]] =
                                (int) MemoryAccess.load32(cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], word >>> 16);
                    case Op.LD64 ->
                        r[code[ip + 1]] =
                                MemoryAccess.load64(cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], word >>> 16);
                    case Op.ST8 ->
                        MemoryAccess.store8(
                                cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], r[code[ip + 3]], word >>> 16);
                    case Op.ST16 ->
                        MemoryAccess.store16(
                                cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], r[code[ip + 3]], word >>> 16);
                    case Op.ST32 ->
                        MemoryAccess.store32(
                                cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], r[code[ip + 3]], word >>> 16);
                    case Op.ST64 ->
                        MemoryAccess.store64(
                                cpu, table(cpu), r[code[ip + 2]] + code[ip + 4], r[code[ip + 3]], word >>> 16);
                    case Op.LDA -> r[code[ip + 1]] = SoftMmu.load(cpu, r[code[ip + 2]] + code[ip + 4], word >>> 16);
                    case Op.STA -> SoftMmu.store(cpu, r[code[ip + 2]] + code[ip + 4], r[code[ip + 3]], word >>> 16);
                    case Op.RMW ->
                        r[code[ip + 1]] = SoftMmu.readModifyWrite(
                                cpu, r[code[ip + 2]], r[code[ip + 3]], code[ip + 4], word >>> 16);
                    case Op.CAS ->
                        r[code[ip + 1]] = SoftMmu.compareAndSwap(
                                cpu, r[code[ip + 2]], r[code[ip + 4]], r[code[ip + 3]], word >>> 16);
                    case Op.FENCE -> java.lang.invoke.VarHandle.fullFence();
                    case Op.CALL ->
                        r[code[ip + 1]] =
                                helpers[word >>> 16].call(cpu, code[ip + 4], r[code[ip + 2]], r[code[ip + 3]]);
                    case Op.SYNC -> cpu.instructions = done + code[ip + 4];
                    case Op.POLL -> {
                        if (cpu.attention() != 0) {
                            taken = code[ip + 4];
                        }
                    }
                    case Op.EXIT, Op.EXITS -> taken = code[ip + 4];
                    case Op.EXITR -> {
                        r[pcRegister] = r[code[ip + 2]];
                        taken = code[ip + 4];
                    }
                    case Op.EXITC -> {
                        if (Cond.test(word >>> 16, r[code[ip + 2]], r[code[ip + 3]])) {
                            taken = code[ip + 4];
                        }
                    }
                    case Op.EXITCW -> {
                        if (Cond.test(word >>> 16, (int) r[code[ip + 2]], (int) r[code[ip + 3]])) {
                            taken = code[ip + 4];
                        }
                    }
                    case Op.EXITF -> {
                        if (Flags.test(code[ip + 2], r[word >>> 16])) {
                            taken = code[ip + 4];
                        }
                    }
                    case Op.EXITB -> {
                        if (((r[code[ip + 2]] >>> code[ip + 3]) & 1) == word >>> 16) {
                            taken = code[ip + 4];
                        }
                    }
                    default -> throw new IllegalStateException("opcode " + (word & 0xFF));
                }
                ip += Op.STRIDE;
                if (taken < 0) {
                    continue;
                }
                Exit exit = ir.exits()[taken];
                done += exit.instructions();
                Block next = block.links[taken];
                if (next == null || !mayEnter(cpu, next, done) || ++next.entries >= next.threshold) {
                    if (exit.kind() == Exit.Kind.DIRECT) {
                        r[pcRegister] = exit.target();
                    }
                    cpu.instructions = done;
                    last = block;
                    return taken;
                }
                block = next;
                ir = block.ir;
                code = ir.code();
                ip = 0;
            }
        } catch (GuestFault fault) {
            back(block, ir, ip, done);
            cpu.instructions++;
            return FAULT;
        } catch (IoRestart restart) {
            back(block, ir, ip, done);
            if (restart == IoRestart.AGAIN) {
                return AGAIN;
            }
            cpu.cluster.code().restart(block, Block.instructionAt(ir, ip));
            return NONE;
        }
    }

    private static long[] table(Cpu cpu) {
        return cpu.space.tlb.entries;
    }

    /** Tells whether a block may be entered without a look around, after so many executed guest instructions. */
    private static boolean mayEnter(Cpu cpu, Block next, long done) {
        return cpu.attention() == 0 && next.length <= cpu.deadline - done && next.valid && next.mode == cpu.mode;
    }

    /** Goes back to before the instruction of an operation. */
    private void back(Block block, IrBlock ir, int ip, long done) {
        last = block;
        int instruction = Block.instructionAt(ir, ip);
        cpu.r[pcRegister] = block.pc + ir.offsets()[instruction];
        cpu.instructions = done + instruction;
    }
}
