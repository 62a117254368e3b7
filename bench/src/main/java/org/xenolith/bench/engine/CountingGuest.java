// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench.engine;

import java.lang.invoke.MethodHandles;
import org.xenolith.engine.exec.CodeReader;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Helpers;
import org.xenolith.engine.ir.IrBuilder;
import org.xenolith.engine.ir.Op;

/** A guest whose only code is a loop of five instructions, integer or with a load and a store. */
final class CountingGuest implements FrontEnd {
    static final int PC = 16;
    private static final int FLAGS = 17;
    private static final int REGISTERS = 18;
    /** Truth table of flags without zero. */
    private static final int NOT_ZERO = 0x0F0F;

    private final Helpers helpers = new Helpers(MethodHandles.lookup());
    private final boolean memory;

    CountingGuest(boolean memory) {
        this.memory = memory;
    }

    @Override
    public int registers() {
        return REGISTERS;
    }

    @Override
    public int pcRegister() {
        return PC;
    }

    @Override
    public Helpers helpers() {
        return helpers;
    }

    @Override
    public void translate(CodeReader code, int mode, int limit, IrBuilder out) {
        long start = code.pc();
        for (int i = 0; i < 5; i++) {
            out.instruction(code.pc());
            code.next32();
            switch (i) {
                case 0 -> first(out);
                case 1 -> out.binary(Op.XOR, 2, 2, 0);
                case 2 -> second(out);
                case 3 -> {
                    int flags = out.temp();
                    out.immediate(Op.SUBFI, flags, 4, 1);
                    out.immediate(Op.ADDI, 4, 4, -1);
                    out.unary(Op.MOV, FLAGS, flags);
                }
                default -> out.exitIfFlags(NOT_ZERO, FLAGS, start);
            }
            if (out.instructions() == limit) {
                break;
            }
        }
        out.exit(code.pc());
    }

    private void first(IrBuilder out) {
        if (memory) {
            out.load(Op.LD64, 0, 3, 0, 0);
        } else {
            out.binary(Op.ADD, 0, 0, 1);
        }
    }

    private void second(IrBuilder out) {
        if (memory) {
            out.store(Op.ST64, 2, 3, 8, 0);
        } else {
            out.immediate(Op.SHRI, 5, 2, 3);
        }
    }
}
