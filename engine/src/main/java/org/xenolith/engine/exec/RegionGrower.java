// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Exit;

/** Chooses the blocks that are compiled together: those of one page that are reached from a hot one and are warm. */
final class RegionGrower {
    /** A block belongs to a region if it was entered at least once for so many entries of the first. */
    private static final int SHARE = 16;

    private static final long IN_PAGE = 4095;

    private final CodeCache code;
    private final int operations;

    /**
     * Creates a grower.
     *
     * @param code where blocks are found
     * @param operations most operations of a region that has several blocks
     */
    RegionGrower(CodeCache code, int operations) {
        this.code = code;
        this.operations = operations;
    }

    /** Returns the members of a region, the given block first, in an order in which most edges lead on. */
    List<Block> grow(Block head) {
        Set<Block> members = new HashSet<>();
        ArrayDeque<Block> next = new ArrayDeque<>();
        next.add(head);
        int size = 0;
        while (!next.isEmpty()) {
            Block block = next.poll();
            int with = size + block.ir().size();
            if (members.contains(block) || (with > operations && block != head)) {
                continue;
            }
            members.add(block);
            size = with;
            for (Exit exit : block.exits) {
                Block successor = successor(head, exit);
                if (successor != null && isWarm(successor, head)) {
                    next.add(successor);
                }
            }
        }
        return ordered(head, members);
    }

    private boolean isWarm(Block block, Block head) {
        return block.compiled != null || (long) block.entries * SHARE >= head.entries;
    }

    private @Nullable Block successor(Block head, Exit exit) {
        if (exit.kind() != Exit.Kind.DIRECT || exit.call() || ((exit.target() ^ head.pc) & ~IN_PAGE) != 0) {
            return null;
        }
        return code.find((head.physical & ~IN_PAGE) | (exit.target() & IN_PAGE), exit.target(), head.mode);
    }

    /** Reverse postorder of a walk from the head: only edges that close a loop lead back. */
    private List<Block> ordered(Block head, Set<Block> members) {
        List<Block> order = new ArrayList<>();
        visit(head, head, members, new HashSet<>(), order);
        Collections.reverse(order);
        return order;
    }

    private void visit(Block block, Block head, Set<Block> members, Set<Block> seen, List<Block> order) {
        if (!seen.add(block)) {
            return;
        }
        for (Exit exit : block.exits) {
            Block successor = successor(head, exit);
            if (successor != null && members.contains(successor)) {
                visit(successor, head, members, seen, order);
            }
        }
        order.add(block);
    }
}
