// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.util.Arrays;
import java.util.BitSet;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Helpers;
import org.xenolith.engine.exec.Region;
import org.xenolith.engine.ir.FlagSource;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/**
 * What is known when each member of a region is entered: which guest registers the array may lack (the union over all ways
 * to it), and what lazy flags come from there (dynamic, where ways differ).
 */
final class Flow {
    private final Region region;
    private final int guest;
    private final int zero;
    private final int helperRegisters;
    private final Helpers helpers;
    private final BitSet[] entry;
    private final int flags;
    private final boolean eager;
    /** Kind of the lazy flags, or -1 while no way to the member has been looked at. */
    private final int[] kinds;

    /**
     * Looks at a region.
     *
     * @param flags the register of the lazy flags, or -1
     * @param eager whether all other registers are written back before each access to memory and at a member's end
     */
    Flow(FrontEnd frontEnd, Region region, int flags, boolean eager) {
        this.eager = eager;
        this.flags = flags;
        this.region = region;
        this.guest = frontEnd.registers();
        this.zero = frontEnd.zeroRegister();
        this.helperRegisters = frontEnd.helperRegisters();
        this.helpers = frontEnd.helpers();
        this.entry = new BitSet[region.size()];
        for (int m = 0; m < entry.length; m++) {
            entry[m] = new BitSet();
        }
        this.kinds = new int[region.size()];
        Arrays.fill(kinds, -1);
        kinds[0] = FlagSource.VALUE;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int m = 0; m < entry.length; m++) {
                changed |= propagate(m);
            }
        }
    }

    /** Returns what the array lacks when a member is entered. */
    BitSet entry(int member) {
        return entry[member];
    }

    /** Returns what the lazy flags come from when a member is entered. */
    int kind(int member) {
        return Math.max(kinds[member], FlagSource.VALUE);
    }

    private boolean propagate(int m) {
        if (kinds[m] < 0) {
            return false; // no way leads to it, as far as is known
        }
        IrBlock ir = region.form(m);
        BitSet dirty = (BitSet) entry[m].clone();
        int kind = kinds[m];
        boolean changed = false;
        for (int ip = 0; ip < ir.code().length; ip += Op.STRIDE) {
            OpInfo info = Op.info(ir.code()[ip] & 0xFF);
            if (info.accessesMemory() && eager) {
                boolean lazy = flags >= 0 && dirty.get(flags);
                dirty.clear();
                dirty.set(Math.max(flags, 0), lazy);
            }
            if (info.calls()) {
                boolean registersOnly = helpers.entry(ir.code()[ip] >>> 16).registersOnly();
                int first = registersOnly ? helperRegisters : 0;
                dirty.clear(first, guest);
                kind = flags >= first ? FlagSource.VALUE : kind;
            }
            int d = ir.code()[ip + 1];
            if (info.writesD() && d < guest && d != zero) {
                dirty.set(d);
                kind = d == flags ? FlagSource.of(ir.code()[ip] & 0xFF) : kind;
            }
            if (info.exits()) {
                for (int target : region.targets(region.way(m, ir.code()[ip + 4]))) {
                    int before = entry[target].cardinality();
                    if (!eager) {
                        entry[target].or(dirty);
                    } else if (flags >= 0 && dirty.get(flags)) {
                        entry[target].set(flags);
                    }
                    changed |= entry[target].cardinality() != before;
                    changed |= meet(target, kind);
                }
            }
        }
        return changed;
    }

    private boolean meet(int target, int kind) {
        int before = kinds[target];
        kinds[target] = before < 0 || before == kind ? kind : FlagSource.DYNAMIC;
        return kinds[target] != before;
    }
}
