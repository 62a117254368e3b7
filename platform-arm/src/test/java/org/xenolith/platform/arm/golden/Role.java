// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.golden;

/**
 * What one general register of an input state must be, so that an instruction finds its operands: made from the value v
 * that the register would have otherwise.
 *
 * <p>Kinds: {@code b} a 16-byte aligned address in the middle of the data page ({@code DATA + 0x800 + (v & 0x1f0)});
 * {@code u} the same unaligned ({@code & 0x1ff}); {@code i} an index from -64 to 63 in 64 bits; {@code w} an index from 0
 * to 63 in bits 31:0, the rest kept; {@code s} an index from -64 to 63 in bits 31:0, the rest kept; {@code c} the entry
 * address; {@code p} an FPCR value; {@code q} an FPSR value; {@code n} an address where nothing is mapped. The offset is
 * added to the result.
 *
 * @param register 0 to 30, 31 for SP, or {@link #ALL} for all of these
 * @param kind one of the letters above
 * @param offset bytes, any sign
 */
record Role(int register, char kind, long offset) {
    /** Stands for X0 to X30 and SP. */
    static final int ALL = 32;

    private static final String KINDS = "buiwscpqn";

    Role {
        if (KINDS.indexOf(kind) < 0) {
            throw new IllegalArgumentException("No role '" + kind + "': one of " + KINDS);
        }
    }

    void apply(GoldenState state) {
        if (register == ALL) {
            for (int one = 0; one < ALL; one++) {
                new Role(one, kind, offset).apply(state);
            }
            return;
        }
        long value = register == 31 ? state.sp : state.x[register];
        long result = offset + base(value);
        if (register == 31) {
            state.sp = result;
        } else {
            state.x[register] = result;
        }
    }

    private long base(long v) {
        return switch (kind) {
            case 'b' -> Layout.DATA + 0x800 + (v & 0x1f0);
            case 'u' -> Layout.DATA + 0x800 + (v & 0x1ff);
            case 'i' -> (v & 0x7f) - 64;
            case 'w' -> v & 0xffff_ffff_0000_003fL;
            case 's' -> (v & 0xffff_ffff_0000_0000L) | (((v & 0x7f) - 64) & 0xffff_ffffL);
            case 'c' -> Layout.ENTRY;
            case 'p' -> v & InputStates.FPCR_MASK;
            case 'q' -> v & InputStates.FPSR_MASK;
            default -> 0x6000_0000L + (v & 0xff0);
        };
    }

    /** For example {@code x5=b-4000}; the offset is hexadecimal. */
    @Override
    public String toString() {
        String name = register == ALL ? "all" : register == 31 ? "sp" : "x" + register;
        String tail = offset == 0 ? "" : (offset < 0 ? "-" : "+") + Long.toHexString(Math.abs(offset));
        return name + "=" + kind + tail;
    }

    static Role parse(String text) {
        int equals = text.indexOf('=');
        String name = text.substring(0, equals);
        int register =
                switch (name) {
                    case "all" -> ALL;
                    case "sp" -> 31;
                    default -> Integer.parseInt(name.substring(1));
                };
        String tail = text.substring(equals + 2);
        long offset = tail.isEmpty() ? 0 : Long.parseLong(tail, 16);
        return new Role(register, text.charAt(equals + 1), offset);
    }
}
