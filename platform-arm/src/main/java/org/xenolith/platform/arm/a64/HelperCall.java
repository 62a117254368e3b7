// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import static org.xenolith.platform.arm.cpu.ArmRegisters.NZCV;
import static org.xenolith.platform.arm.cpu.ArmRegisters.ZERO;

import org.xenolith.engine.exec.Helpers;

/**
 * The translation of instructions that are calls of a helper: {@code call:Class.method(operands)}.
 *
 * <p>Operands: {@code Rn->} gives the helper Xn, {@code nzcv->} the flags; {@code ->Rd} takes its result to Xd, and
 * {@code ->nzcv} to the flags. All of them are floating point or vector instructions, so they trap as such.
 */
final class HelperCall {
    private HelperCall() {}

    static Handlers.Handler of(Row row, Helpers helpers) {
        String text = row.handler().substring("call:".length());
        int parenthesis = text.indexOf('(');
        String target = parenthesis < 0 ? text : text.substring(0, parenthesis);
        String operands = parenthesis < 0 ? "->" : text.substring(parenthesis + 1, text.length() - 1);
        int helper = helpers.index(target);
        String in = operands.substring(0, operands.indexOf("->"));
        String out = operands.substring(operands.indexOf("->") + 2);
        return (e, w) -> {
            if (e.fpTrapped()) {
                return;
            }
            int a =
                    switch (in) {
                        case "Rn" -> e.x(Fields.rn(w));
                        case "nzcv" -> NZCV;
                        case "" -> ZERO;
                        default -> throw new IllegalArgumentException("row " + row.name() + ": operand " + in);
                    };
            int d =
                    switch (out) {
                        case "Rd" -> e.result(Fields.rd(w));
                        case "nzcv" -> NZCV;
                        case "" -> e.ir.temp();
                        default -> throw new IllegalArgumentException("row " + row.name() + ": result " + out);
                    };
            e.ir.call(helper, d, w, a, ZERO);
        };
    }
}
