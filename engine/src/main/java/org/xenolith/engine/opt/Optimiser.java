// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.opt;

import java.util.Arrays;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/**
 * Makes blocks shorter: constants and copies forwards, then dead operations backwards.
 *
 * <p>What can be observed stays: every exit, every operation that may fault and every helper finds all guest registers as
 * it did before (a helper may read and write any of them); temporaries are found by nobody. Exits keep their numbers and instructions theirs. An instance serves
 * one thread at a time.
 */
public final class Optimiser {
    private static final int REMOVED = -1;
    /** How far before a copy the operation is looked for whose result it copies. */
    private static final int WINDOW = 8;

    private final int guest;
    private final int zero;
    private final Values values;
    private final boolean[] live;
    private final Simplifier simplifier;
    private int[] code = new int[0];

    /**
     * Creates an optimiser.
     *
     * @param guest number of guest registers
     * @param temporaries number of temporaries
     * @param zero the register that always reads as zero, or -1
     */
    public Optimiser(int guest, int temporaries, int zero) {
        this.guest = guest;
        this.zero = zero;
        this.values = new Values(guest + temporaries);
        this.live = new boolean[guest + temporaries];
        this.simplifier = new Simplifier(values);
    }

    /** Returns a block that does the same with fewer or simpler operations, or the block itself. */
    public IrBlock optimise(IrBlock block) {
        code = block.code().clone();
        forwards();
        coalesce();
        backwards();
        return compact(block);
    }

    // ---- forwards

    private void forwards() {
        values.forget(live.length);
        noteZero();
        for (int ip = 0; ip < code.length; ip += Op.STRIDE) {
            simplifier.simplify(code, ip);
            if (code[ip] == REMOVED) {
                continue;
            }
            int opcode = code[ip] & 0xFF;
            OpInfo info = Op.info(opcode);
            if (info.calls()) {
                values.forget(guest);
                noteZero();
            }
            if (info.writesD()) {
                int d = code[ip + 1];
                switch (opcode) {
                    case Op.MOV -> move(d, code[ip + 2]);
                    case Op.MOVI -> values.setConstant(d, Simplifier.wide(code, ip));
                    default -> values.setUnknown(d, Simplifier.isNarrowResult(opcode));
                }
            }
        }
    }

    private void noteZero() {
        if (zero >= 0) {
            values.setConstant(zero, 0);
        }
    }

    private void move(int d, int a) {
        if (d == a) {
            return;
        }
        if (d < guest && a >= guest) {
            values.setMoved(d, a);
        } else {
            values.setCopy(d, a);
        }
    }

    // ---- copies backwards

    /** Lets an operation write where its result is copied to: {@code t = op; d = t} becomes {@code d = op; t = d}. */
    private void coalesce() {
        for (int ip = Op.STRIDE; ip < code.length; ip += Op.STRIDE) {
            if ((code[ip] & 0xFF) == Op.MOV && code[ip + 1] < guest && code[ip + 2] >= guest) {
                int definition = definition(ip, code[ip + 1], code[ip + 2]);
                if (definition >= 0) {
                    int temporary = code[ip + 2];
                    code[definition + 1] = code[ip + 1];
                    code[ip + 2] = code[ip + 1];
                    code[ip + 1] = temporary;
                }
            }
        }
    }

    /** Returns the operation before a copy that computes the temporary t and may as well write d, or -1. */
    private int definition(int copy, int d, int t) {
        int first = Math.max(0, copy - WINDOW * Op.STRIDE);
        for (int ip = copy - Op.STRIDE; ip >= first; ip -= Op.STRIDE) {
            if (code[ip] == REMOVED) {
                continue;
            }
            OpInfo info = Op.info(code[ip] & 0xFF);
            if (info.writesD() && code[ip + 1] == t) {
                return info.isPure() || info.accessesMemory() ? ip : -1;
            }
            boolean touches = (info.writesD() && code[ip + 1] == d) || reads(info, ip, d) || reads(info, ip, t);
            if (touches || observes(info)) {
                return -1;
            }
        }
        return -1;
    }

    private boolean reads(OpInfo info, int ip, int register) {
        return (info.readsA() && code[ip + 2] == register)
                || (info.readsB() && code[ip + 3] == register)
                || (info.readsC() && code[ip] >>> 16 == register)
                || (info.readsImm() && code[ip + 4] == register);
    }

    /** Tells whether somebody may find the guest registers as they are before the operation. */
    private static boolean observes(OpInfo info) {
        return info.exits() || info.accessesMemory() || info.calls();
    }

    // ---- dead operations

    private void backwards() {
        Arrays.fill(live, false);
        for (int ip = code.length - Op.STRIDE; ip >= 0; ip -= Op.STRIDE) {
            if (code[ip] == REMOVED) {
                continue;
            }
            OpInfo info = Op.info(code[ip] & 0xFF);
            if (isDead(info, ip)) {
                code[ip] = REMOVED;
                continue;
            }
            if (info.writesD()) {
                live[code[ip + 1]] = false;
            }
            if (observes(info)) {
                Arrays.fill(live, 0, guest, true);
            }
            markReads(info, ip);
        }
    }

    private boolean isDead(OpInfo info, int ip) {
        boolean itself = info.opcode() == Op.MOV && code[ip + 1] == code[ip + 2];
        return itself || (info.isPure() && !live[code[ip + 1]]);
    }

    private void markReads(OpInfo info, int ip) {
        if (info.readsA()) {
            live[code[ip + 2]] = true;
        }
        if (info.readsB()) {
            live[code[ip + 3]] = true;
        }
        if (info.readsC()) {
            live[code[ip] >>> 16] = true;
        }
        if (info.readsImm()) {
            live[code[ip + 4]] = true;
        }
    }

    private IrBlock compact(IrBlock block) {
        int size = 0;
        for (int i = 0; i < block.size(); i++) {
            if (code[i * Op.STRIDE] != REMOVED) {
                System.arraycopy(code, i * Op.STRIDE, code, size, Op.STRIDE);
                size += Op.STRIDE;
            }
        }
        return new IrBlock(Arrays.copyOf(code, size), block.offsets(), block.exits());
    }
}
