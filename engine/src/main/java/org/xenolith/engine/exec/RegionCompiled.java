// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** JFR: blocks have been compiled together. */
@Name("org.xenolith.RegionCompiled")
@Label("Region Compiled")
@Description("Hot guest code became a class")
@Category("Xenolith")
@StackTrace(false)
final class RegionCompiled extends Event {
    @Label("Guest Address")
    @Description("Guest-virtual address of the block that is entered")
    String address = "";

    @Label("Blocks")
    int blocks;

    @Label("Guest Instructions")
    int instructions;

    @Label("Bytecode")
    @DataAmount
    int bytecode;

    /** Says what became of it. The range of time is that of {@link #begin} and {@link #end}. */
    void commit(Region region) {
        end();
        if (shouldCommit()) {
            address = Long.toHexString(region.member(0).pc);
            blocks = region.blocks().size();
            bytecode = region.bytecode;
            for (Block block : region.blocks()) {
                instructions += block.length;
            }
            commit();
        }
    }
}
