// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import java.util.ArrayList;
import java.util.List;
import org.xenolith.platform.arm.gic.Register.Access;

/** Collects the rows of a table. Some rows exist in two forms, of which the profile takes one. */
final class RegisterRows {
    private final boolean xen;
    private final List<Register> rows = new ArrayList<>();

    RegisterRows(GicProfile profile) {
        xen = profile.has(GicTrait.XEN_REGISTERS);
    }

    boolean xen() {
        return xen;
    }

    /** Adds a row of 32-bit registers for INTIDs from 0 up. */
    RegisterRows add(String name, int first, int last, Access read, Access write) {
        return add(new Register(name, first, last, 4, 0, read, write));
    }

    RegisterRows add(Register row) {
        rows.add(row);
        return this;
    }

    /** Adds a row in the form that the profile has. */
    RegisterRows pick(String name, int first, int last, Both xenForm, Both architecturalForm) {
        Both form = xen ? xenForm : architecturalForm;
        return add(name, first, last, form.read(), form.write());
    }

    /** Adds reserved space: reads as zero and ignores writes at every width. */
    RegisterRows reserved(int first, int last) {
        return add("reserved", first, last, Access.zero(Register.ANY), Access.zero(Register.ANY));
    }

    List<Register> rows() {
        return rows;
    }

    /** Both directions of one form of a row. */
    record Both(Access read, Access write) {}
}
