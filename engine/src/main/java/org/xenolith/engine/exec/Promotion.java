// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.xenolith.engine.opt.Optimiser;

/**
 * Decides what becomes of blocks that are entered often: first they are optimised, by the thread that executes them, later
 * compiled with those around them, by a thread of its own. In a Linux boot 72 % of the blocks are entered 30 times or fewer.
 */
final class Promotion implements AutoCloseable {
    /** Entries at which a block is optimised. */
    static final int OPTIMISE_AT = 64;
    /** Entries at which it is compiled if much of what is executed is in it, */
    static final int COMPILE_AT = 2000;
    /**
     * and else. To compile a region costs some 5 ms, with what the JVM's compilers do about it: as much as to interpret a
     * million guest instructions.
     */
    static final int COMPILE_COLDER_AT = 40_000;
    /** Much is one instruction in so many, since it was optimised. */
    private static final int SHARE = 256;
    /**
     * How often a region leads to others until it is looked at again: what follows it may not have been warm when it was
     * grown, or may not have been seen yet. So many times cost about as much as it costs to compile a region.
     */
    static final int REGROW_AT = 200_000;
    /** Most regions that are grown from a block, one in place of the other. */
    private static final int MOST_GENERATIONS = 4;
    /** Entries that a block is given if it was compiled in an earlier run: it is compiled as soon as it has led on. */
    static final int HEAD_START = COMPILE_AT - 64;

    /** Operations of a region at first, and the least to which it is cut down when its code is too large. */
    private static final int OPERATIONS = 100;
    /** Operations of one that is grown again. */
    private static final int MORE_OPERATIONS = 200;

    private static final Logger LOG = System.getLogger(Promotion.class.getName());

    private final FrontEnd frontEnd;
    private final CodeCache code;
    private final @Nullable RegionCompiler compiler;
    private final boolean atOnce;
    private final Counts counts;
    private final Optimiser optimiser;
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private boolean closed;

    Promotion(FrontEnd frontEnd, CodeCache code, CodePolicy policy, Counts counts) {
        this.frontEnd = frontEnd;
        this.code = code;
        this.compiler = policy.compiler();
        this.atOnce = policy.atOnce();
        this.counts = counts;
        this.optimiser = new Optimiser(frontEnd.registers(), Cluster.TEMPORARIES, frontEnd.zeroRegister());
    }

    /**
     * Looks at a block that has reached its threshold. Any thread.
     *
     * @param instructions executed by the vCPU that enters it
     */
    synchronized void consider(Block block, long instructions) {
        if (!block.optimised) {
            block.become(optimiser.optimise(block.ir()));
            block.optimised = true;
            block.optimisedAt = instructions;
            counts.optimised.incrementAndGet();
            block.threshold = compiler == null || atOnce ? Integer.MAX_VALUE : COMPILE_AT;
            if (atOnce) {
                attempt(() -> compile(block), block);
            }
        } else if (block.threshold == COMPILE_AT && !isHot(block, instructions)) {
            block.threshold = COMPILE_COLDER_AT;
        } else if (block.threshold == COMPILE_AT || block.threshold == COMPILE_COLDER_AT) {
            int reached = block.threshold;
            boolean alone = block.regions().isEmpty();
            block.threshold = Integer.MAX_VALUE;
            later(() -> attempt(() -> compileUnlessJoined(block, alone, reached), block));
        } else if (block.threshold == Integer.MAX_VALUE) {
            block.entries = 0;
        }
    }

    /**
     * Tells whether much of what was executed since the block was optimised was in it; roughly, if several vCPUs enter it,
     * since each counts for itself.
     */
    private static boolean isHot(Block block, long instructions) {
        return (instructions - block.optimisedAt) / SHARE < (long) (COMPILE_AT - OPTIMISE_AT) * block.length;
    }

    /** Looks again at a region that often leads to others. Any thread. */
    synchronized void regrow(Region region) {
        if (region.generation < MOST_GENERATIONS - 1) {
            later(() -> attempt(() -> grow(region), region.member(0)));
        }
    }

    /** Has something done by the compiler's thread. */
    private void later(Runnable task) {
        if (thread == null && !closed) {
            thread = Thread.ofPlatform().daemon().name("xenolith-compiler").start(this::work);
        }
        work.add(task);
    }

    private void work() {
        while (true) {
            Runnable task;
            try {
                task = work.take();
            } catch (InterruptedException e) {
                return; // closed
            }
            task.run();
        }
    }

    private void attempt(Runnable compilation, Block block) {
        long begin = System.nanoTime();
        try {
            compilation.run();
        } catch (RuntimeException | LinkageError e) {
            // the block stays interpreted, which is slow but right
            LOG.log(Level.ERROR, "code at 0x" + Long.toHexString(block.pc) + " cannot be compiled", e);
        } finally {
            counts.compilationNanos.addAndGet(System.nanoTime() - begin);
        }
    }

    /**
     * Compiles a block if it has not been compiled as part of another region while it waited; if it has, it is compiled
     * after as many entries again, which are all from outside of that region.
     *
     * @param alone whether it was part of none when it was asked for
     * @param reached the number of entries then
     */
    private void compileUnlessJoined(Block head, boolean alone, int reached) {
        if (alone && !head.regions().isEmpty()) {
            head.entries = 0;
            head.threshold = reached;
        } else {
            code.makeRoom();
            compile(head);
        }
    }

    private void compile(Block head) {
        if (compiler == null || !head.valid) {
            return;
        }
        for (int operations = OPERATIONS; operations > 0; operations /= 2) {
            Region region = region(head, operations, List.of());
            if (make(region)) {
                code.install(region);
                return;
            }
            counts.tooLarge.incrementAndGet();
            if (region.size() == 1) {
                return; // too large by itself
            }
        }
    }

    private Region region(Block head, int operations, Collection<Block> warm) {
        List<Block> members = new RegionGrower(code, operations).grow(head, warm);
        return new Region(frontEnd, members, !atOnce && !head.callOnMiss);
    }

    /** Makes a region's code; false if it is too large. */
    private boolean make(Region region) {
        RegionCompiled event = new RegionCompiled();
        event.begin();
        region.code = Objects.requireNonNull(compiler).compile(frontEnd, region);
        if (region.code == null) {
            return false;
        }
        event.commit(region);
        return true;
    }

    /** Replaces a region by one that has more of what follows, if there is more by now. */
    private void grow(Region region) {
        if (!region.isValid()) {
            return;
        }
        Region next = region(region.member(0), MORE_OPERATIONS, region.blocks());
        next.generation = region.generation + 1;
        if (next.exceeds(region) && make(next)) {
            code.replace(region, next);
        }
    }

    /** Ends the compiler's thread. */
    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
