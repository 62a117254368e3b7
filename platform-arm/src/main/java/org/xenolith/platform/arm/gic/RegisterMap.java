// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame's register table, indexed by word. Immutable; controllers of one configuration share it. */
final class RegisterMap {
    private final List<Register> rows;
    private final @Nullable Register[] byWord;

    /**
     * Indexes rows.
     *
     * @param size of the frame in bytes
     * @throws IllegalArgumentException if two rows claim one word
     */
    RegisterMap(int size, List<Register> rows) {
        this.rows = List.copyOf(rows);
        byWord = new Register[size / 4];
        for (Register row : this.rows) {
            for (int word = row.first() / 4; word <= row.last() / 4; word++) {
                Register other = byWord[word];
                if (other != null) {
                    throw new IllegalArgumentException("rows " + other.name() + " and " + row.name()
                            + " share offset 0x" + Integer.toHexString(word * 4));
                }
                byWord[word] = row;
            }
        }
    }

    List<Register> rows() {
        return rows;
    }

    /** Finds the row at an offset; null if no register is there. */
    @Nullable
    Register at(long offset) {
        long word = offset >>> 2;
        return word < byWord.length ? byWord[(int) word] : null;
    }

    /** Returns the register's name for a trace. */
    String nameAt(long offset) {
        Register row = at(offset);
        return row == null ? "reserved" : row.nameAt((int) offset);
    }
}
