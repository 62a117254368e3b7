// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** JFR: translated code is gone. */
@Name("org.xenolith.CodeDropped")
@Label("Code Dropped")
@Description("A block was dropped with the regions that it was part of, since its code was written or unmapped")
@Category("Xenolith")
@StackTrace(false)
final class CodeDropped extends Event {
    @Label("Guest Address")
    @Description("Guest-virtual address of the block")
    String address = "";

    @Label("Regions")
    int regions;

    /** Tells of a block, if somebody records. */
    static void tell(Block block) {
        CodeDropped event = new CodeDropped();
        if (event.shouldCommit()) {
            event.address = Long.toHexString(block.pc);
            event.regions = block.regions().size();
            event.commit();
        }
    }
}
