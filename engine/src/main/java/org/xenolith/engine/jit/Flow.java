// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.jit;

import java.util.BitSet;
import org.xenolith.engine.exec.FrontEnd;
import org.xenolith.engine.exec.Helpers;
import org.xenolith.engine.exec.Region;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/** Which guest registers the array may lack when each member of a region is entered: the union over all ways to it. */
final class Flow {
    private final Region region;
    private final int guest;
    private final int zero;
    private final int helperRegisters;
    private final Helpers helpers;
    private final BitSet[] entry;

    Flow(FrontEnd frontEnd, Region region) {
        this.region = region;
        this.guest = frontEnd.registers();
        this.zero = frontEnd.zeroRegister();
        this.helperRegisters = frontEnd.helperRegisters();
        this.helpers = frontEnd.helpers();
        this.entry = new BitSet[region.size()];
        for (int m = 0; m < entry.length; m++) {
            entry[m] = new BitSet();
        }
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

    private boolean propagate(int m) {
        IrBlock ir = region.form(m);
        BitSet dirty = (BitSet) entry[m].clone();
        boolean changed = false;
        for (int ip = 0; ip < ir.code().length; ip += Op.STRIDE) {
            OpInfo info = Op.info(ir.code()[ip] & 0xFF);
            if (info.calls()) {
                boolean registersOnly = helpers.entry(ir.code()[ip] >>> 16).registersOnly();
                dirty.clear(registersOnly ? helperRegisters : 0, guest);
            }
            int d = ir.code()[ip + 1];
            if (info.writesD() && d < guest && d != zero) {
                dirty.set(d);
            }
            if (info.exits()) {
                int target = region.target(region.way(m, ir.code()[ip + 4]));
                if (target >= 0) {
                    int before = entry[target].cardinality();
                    entry[target].or(dirty);
                    changed |= entry[target].cardinality() != before;
                }
            }
        }
        return changed;
    }
}
