// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Exit;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.ir.OpInfo;

/**
 * Chooses the blocks that are compiled together: those that are reached from a hot one and are warm, through branches,
 * calls and returns. A small loop without accesses to memory is repeated.
 */
final class RegionGrower {
    /** A block belongs to a region if it was entered at least once for so many entries of the first. */
    private static final int SHARE = 16;

    /** A loop is repeated until it has so many operations, */
    private static final int UNROLLED = 64;
    /** or so often. */
    private static final int MOST_TURNS = 4;

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

    /**
     * Returns the members of a region, in an order in which most edges lead on.
     *
     * @param head the first
     * @param warm blocks that are warm, however seldom they were entered: what executes in a region is not counted
     */
    List<Block> grow(Block head, Collection<Block> warm) {
        Map<Long, Block> members = new HashMap<>();
        ArrayDeque<Block> next = new ArrayDeque<>();
        next.add(head);
        int size = 0;
        while (!next.isEmpty()) {
            Block block = next.poll();
            int with = size + block.ir().size();
            if (members.containsKey(block.pc) || (with > operations && block != head)) {
                continue;
            }
            members.put(block.pc, block);
            size = with;
            for (Block successor : successors(block)) {
                if (isWarm(successor, head) || warm.contains(successor)) {
                    next.add(successor);
                }
            }
        }
        return unrolled(ordered(head, members), size);
    }

    /**
     * Repeats a small loop of registers: what is done once a turn, such as looking at the deadline, is then done once for
     * several. With accesses to memory the JVM's code becomes worse by it: each leads to a handler, with all registers.
     */
    private List<Block> unrolled(List<Block> order, int size) {
        Block head = order.getFirst();
        boolean loops = order.stream().anyMatch(block -> successors(block).contains(head))
                && order.stream().allMatch(block -> staysInRegisters(block.ir()));
        int turns = loops ? Math.min(MOST_TURNS, Math.min(UNROLLED, operations) / Math.max(size, 1)) : 1;
        List<Block> repeated = new ArrayList<>(order);
        for (int turn = 1; turn < turns; turn++) {
            repeated.addAll(order);
        }
        return repeated;
    }

    private static boolean staysInRegisters(IrBlock ir) {
        for (int ip = 0; ip < ir.code().length; ip += Op.STRIDE) {
            OpInfo info = Op.info(ir.code()[ip] & 0xFF);
            if (info.accessesMemory() || info.calls()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWarm(Block block, Block head) {
        return block.compiled != null || (long) block.entries * SHARE >= head.entries;
    }

    /** Returns what has been seen to follow a block, and what follows a call in it. */
    private List<Block> successors(Block block) {
        List<Block> successors = new ArrayList<>();
        for (int e = 0; e < block.exits.length; e++) {
            Exit exit = block.exits[e];
            List<Block> seen = block.seen(e);
            if (exit.kind() == Exit.Kind.DIRECT && isNear(exit.target(), block)) {
                add(near(exit.target(), block), block, successors);
            } else if (exit.kind() != Exit.Kind.RETURN) {
                // where a return led to at last depends on the caller: that is found from the call
                seen.forEach(successor -> add(successor, block, successors));
            }
            if (exit.call() && !seen.isEmpty() && isNear(exit.returnAddress(), block)) {
                add(near(exit.returnAddress(), block), block, successors);
            }
        }
        return successors;
    }

    private static void add(@Nullable Block successor, Block block, List<Block> successors) {
        if (successor != null && successor.valid && successor.mode == block.mode) {
            successors.add(successor);
        }
    }

    private static boolean isNear(long pc, Block block) {
        return ((pc ^ block.pc) & ~IN_PAGE) == 0;
    }

    private @Nullable Block near(long pc, Block block) {
        return code.find((block.physical & ~IN_PAGE) | (pc & IN_PAGE), pc, block.mode);
    }

    /** Reverse postorder of a walk from the head: only edges that close a loop lead back. */
    private List<Block> ordered(Block head, Map<Long, Block> members) {
        List<Block> order = new ArrayList<>();
        visit(head, members, new HashSet<>(), order);
        Collections.reverse(order);
        return order;
    }

    private void visit(Block block, Map<Long, Block> members, Set<Block> seen, List<Block> order) {
        if (!seen.add(block)) {
            return;
        }
        for (Block successor : successors(block)) {
            if (members.get(successor.pc) == successor) {
                visit(successor, members, seen, order);
            }
        }
        order.add(block);
    }
}
