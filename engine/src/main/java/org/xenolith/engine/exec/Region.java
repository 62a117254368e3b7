// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.ir.Exit;
import org.xenolith.engine.ir.IrBlock;
import org.xenolith.engine.ir.Op;
import org.xenolith.engine.mmu.Tlb;

/**
 * Blocks that are compiled as one piece of code: it is entered at the first of them, goes from one to another by itself
 * where an exit of one leads to another, and is left by all other exits, its <em>ways out</em>. All members have one mode.
 *
 * <p>An exit to a known address leads to the member there. A return leads to any member that stands behind a call of
 * another member, a jump or an instruction that may have changed the vCPU's state to the members that were seen to follow;
 * these compare addresses first. An edge into another page is <em>guarded</em>: that the member is what is mapped there is
 * looked at each time.
 *
 * <p>An edge to a member further on is followed without a look around; one back, or behind what may have changed the vCPU,
 * is <em>checked</em>: attention and the deadline are looked at, in the second case its mode too. So a region that has been
 * entered with enough instructions left for its longest unchecked path never runs over a deadline.
 *
 * <p>A block may be there several times: a loop is unrolled so.
 */
public final class Region {
    /** Most members that a return leads to: their addresses are compared one after the other. */
    private static final int MOST_CONTINUATIONS = 6;

    /** So many misses tell how often there are any. */
    private static final int MANY = 64;
    /**
     * Instructions to a miss, at least. One costs some hundred nanoseconds more than a call: that many instructions take
     * several times as long.
     */
    private static final long SELDOM = 4096;

    private static final int[] NOWHERE = {};

    private final Block[] members;
    private final IrBlock[] forms;
    /** Number of each member's first way out. */
    private final int[] ways;
    /** For each way out, where it leaves and by which exit. */
    private final Block[] from;

    private final int[] exit;
    /** For each way out the members it may lead to. */
    private final int[][] targets;

    /** For each way out what {@link #isDisturbed} tells. */
    private final boolean[] disturbed;

    private final int[] headroom;

    /** How many instructions may be executed before something is checked: the first member's {@link #headroom}. */
    final int room;

    /**
     * For each way out to a known address the region that follows, once it is found. Threads that share it may find it
     * several times.
     */
    final @Nullable Region[] next;

    /** Its code, once it is made. */
    @Nullable
    CompiledCode code;

    /** Whether it is left when the translation table lacks a page, and does not call for it. */
    private final boolean left;

    /** Misses since {@link #since}, and the instruction count of a vCPU then; of all vCPUs, roughly. */
    private int misses;

    private long since;

    /** Bytes of its method. */
    int bytecode;

    /** How often it led to another region, roughly. */
    int leavings;

    /** How many regions were grown from the same block before it, each in place of the one before. */
    int generation;

    /** Cleared when a member is dropped; never set again. */
    private volatile boolean valid = true;

    /**
     * Creates a region.
     *
     * @param frontEnd the architecture, which knows the helpers
     * @param blocks the members, the one to enter first
     * @param left whether it is left when the translation table lacks a page, and does not call for it
     */
    public Region(FrontEnd frontEnd, List<Block> blocks, boolean left) {
        this.left = left;
        members = blocks.toArray(Block[]::new);
        forms = blocks.stream().map(Block::ir).toArray(IrBlock[]::new);
        ways = new int[members.length];
        int count = 0;
        for (int m = 0; m < members.length; m++) {
            ways[m] = count;
            count += members[m].exits.length;
        }
        from = new Block[count];
        exit = new int[count];
        targets = new int[count][];
        disturbed = new boolean[count];
        headroom = new int[members.length];
        for (int m = members.length - 1; m >= 0; m--) {
            connect(m, frontEnd.helpers());
        }
        room = headroom[0];
        next = new Region[count];
    }

    private void connect(int m, Helpers helpers) {
        headroom[m] = members[m].length;
        boolean[] guarded = guarded(forms[m], helpers);
        for (int e = 0; e < members[m].exits.length; e++) {
            int way = ways[m] + e;
            from[way] = members[m];
            exit[way] = e;
            targets[way] = targets(m, e);
            disturbed[way] = guarded[e] || members[m].exits[e].kind() == Exit.Kind.STATE;
            for (int target : targets[way]) {
                if (!isChecked(way, m, target)) {
                    headroom[m] = Math.max(headroom[m], instructions(way) + headroom[target]);
                }
            }
        }
    }

    private int[] targets(int m, int e) {
        Block block = members[m];
        Exit x = block.exits[e];
        return switch (x.kind()) {
            case DIRECT -> membersAt(x.target(), m);
            case RETURN -> continuations();
            case INDIRECT, STATE ->
                block.seen(e).stream()
                        .flatMapToInt(seen -> Arrays.stream(membersAt(seen.pc, m)))
                        .distinct()
                        .toArray();
        };
    }

    /** The next member behind another with an address: a loop that is there several times goes from one to the next. */
    private int[] membersAt(long pc, int behind) {
        for (int m = behind + 1; m < members.length; m++) {
            if (members[m].pc == pc) {
                return new int[] {m};
            }
        }
        int member = indexOf(pc);
        return member < 0 ? NOWHERE : new int[] {member};
    }

    /** The members that stand behind calls, a few of them. */
    private int[] continuations() {
        return Arrays.stream(members)
                .flatMap(member -> Arrays.stream(member.exits))
                .filter(Exit::call)
                .mapToInt(call -> indexOf(call.returnAddress()))
                .filter(member -> member >= 0)
                .distinct()
                .limit(MOST_CONTINUATIONS)
                .toArray();
    }

    /** Which exits stand behind a helper that may have changed more than registers, or are there to look at attention. */
    private static boolean[] guarded(IrBlock ir, Helpers helpers) {
        boolean[] guarded = new boolean[ir.exits().length];
        boolean called = false;
        for (int ip = 0; ip < ir.code().length; ip += Op.STRIDE) {
            int word = ir.code()[ip];
            if ((word & 0xFF) == Op.CALL) {
                called |= !helpers.entry(word >>> 16).registersOnly();
            } else if (Op.info(word & 0xFF).exits()) {
                guarded[ir.code()[ip + 4]] = called || (word & 0xFF) == Op.POLL;
            }
        }
        return guarded;
    }

    private int indexOf(long pc) {
        for (int m = 0; m < members.length; m++) {
            if (members[m].pc == pc) {
                return m;
            }
        }
        return -1;
    }

    /** Returns the number of members; a block that is there several times counts as often. */
    public int size() {
        return members.length;
    }

    /** Returns the members in their order, each once. */
    public List<Block> blocks() {
        return Arrays.stream(members).distinct().toList();
    }

    /** Returns a member; 0 is the one to enter. */
    public Block member(int index) {
        return members[index];
    }

    /** Returns the form of a member that is compiled. */
    public IrBlock form(int index) {
        return forms[index];
    }

    /** Returns how many exits a member has. */
    public int exits(int member) {
        return members[member].exits.length;
    }

    /** Returns the number of a member's exit among the ways out. */
    public int way(int member, int exitNumber) {
        return ways[member] + exitNumber;
    }

    /** Returns how many instructions of its block have been executed when a way is taken. */
    public int instructions(int way) {
        return from[way].exits[exit[way]].instructions();
    }

    /** Returns the members that a way out may lead to: at most one if its address is known. */
    public int[] targets(int way) {
        return targets[way].clone();
    }

    /** Tells whether a member's edge by a way to another has to look at attention and at the deadline. */
    public boolean isChecked(int way, int member, int target) {
        return target <= member || disturbed[way];
    }

    /**
     * Tells whether the vCPU, its mode too, may have been changed before a way is taken: by a helper, or by the instruction
     * that takes it.
     */
    public boolean isDisturbed(int way) {
        return disturbed[way];
    }

    /** Tells whether it is left when the translation table lacks a page; else it calls {@link SoftMmu}. */
    public boolean isLeftOnMiss() {
        return left;
    }

    /** Notes that it was left so. If that happens too often, it is compiled again and calls. */
    void missed(Cpu cpu) {
        if (misses == 0) {
            since = cpu.instructions;
        }
        if (++misses == MANY) {
            misses = 0;
            if (cpu.instructions - since < MANY * SELDOM) {
                cpu.cluster.code().callOnMiss(this);
            }
        }
    }

    /** Tells whether it has a block, or a way from one to another, that another region has not. */
    boolean exceeds(Region other) {
        return !other.blocks().containsAll(blocks()) || edges() > other.edges();
    }

    private int edges() {
        return Arrays.stream(targets).mapToInt(to -> to.length).sum();
    }

    /** Tells whether an edge leads into another page, so that it has to look at what is mapped there. */
    public boolean isGuarded(int member, int target) {
        return ((members[member].pc ^ members[target].pc) & Tlb.PAGE) != 0;
    }

    /** Returns how many instructions may be executed from a member on before something is checked. */
    public int headroom(int member) {
        return headroom[member];
    }

    Block from(int way) {
        return from[way];
    }

    int exit(int way) {
        return exit[way];
    }

    /** Notes how many bytes of bytecode its method has. */
    public void sized(int length) {
        bytecode = length;
    }

    boolean isValid() {
        return valid;
    }

    /** Makes it unreachable: a member's code is no longer what is in memory. The code cache's lock is held. */
    void drop() {
        valid = false;
        Block head = members[0];
        if (head.compiled == this) {
            head.compiled = null;
            head.heatAgain(Promotion.COMPILE_AT); // it has been hot, so nobody asks again whether it is
        }
        for (Block block : blocks()) {
            block.leave(this);
        }
        Arrays.fill(next, null); // nothing is to hang on what is not executed any more
    }
}
