// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import org.xenolith.api.bus.BusFault;

/**
 * One row of a register table: a register or an array of equal ones.
 *
 * @param name as the architecture writes it; an array's elements are numbered
 * @param first offset of the first byte in its frame
 * @param last offset of the last byte
 * @param unit bytes of one register, 4 or 8
 * @param intid the INTID that the first bit, field or byte belongs to
 * @param read what reading does
 * @param write what writing does
 */
record Register(String name, int first, int last, int unit, int intid, Access read, Access write) {
    /** Access widths are bits of a set, in bytes: a width is its own bit. */
    static final int W8 = 1;

    static final int W32 = 4;
    static final int W64 = 8;
    static final int ANY = 15;

    /**
     * One direction of a register.
     *
     * @param widths the accepted widths, a set
     * @param effect what happens
     * @param constant what {@link Effect#CONSTANT} reads
     */
    record Access(int widths, Effect effect, long constant) {
        /** Reads as zero or ignores writes. */
        static Access zero(int widths) {
            return new Access(widths, Effect.CONSTANT, 0);
        }

        static Access constant(int widths, long value) {
            return new Access(widths, Effect.CONSTANT, value);
        }

        static Access of(int widths, Effect effect) {
            return new Access(widths, effect, 0);
        }

        static Access refused() {
            return new Access(0, Effect.REFUSE, 0);
        }

        boolean accepts(int width) {
            return (widths & width) != 0;
        }

        /** Throws if an access of that width has no answer. */
        void check(int width) throws BusFault {
            if (!accepts(width)) {
                throw BusFault.REFUSED;
            }
        }
    }

    /** Returns the name of the register at an offset within the row. */
    String nameAt(int offset) {
        boolean single = last - first < unit && intid == 0;
        return single ? name : name + (intid / perUnit() + (offset - first) / unit);
    }

    /** Returns how many INTIDs one register serves. */
    int perUnit() {
        Effect effect = read.effect() == Effect.CONSTANT ? write.effect() : read.effect();
        return switch (effect) {
            case ENABLE, DISABLE, PEND, UNPEND, ACTIVATE, DEACTIVATE -> 32;
            case TRIGGER -> 16;
            case PRIORITY, TARGETS, OWN_TARGET, SENDERS_SET, SENDERS_CLEAR -> 4;
            default -> 1;
        };
    }

    /** Returns the INTID that the lowest bit of the register at an offset belongs to. */
    int intidAt(int offset) {
        return intid + (offset - first) / unit * perUnit();
    }

    /** Returns by how many bits the addressed byte is above the register's lowest. */
    int shiftAt(int offset) {
        return (offset & unit - 1) << 3;
    }
}
