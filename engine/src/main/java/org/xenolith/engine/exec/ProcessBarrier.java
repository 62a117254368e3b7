// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Orders a write before a later read of other memory, between threads of which some do that all the time, and others
 * hardly ever. The frequent side calls {@link #light}, the rare one {@link #heavy}: one of two such threads then sees the
 * other's write.
 *
 * <p>At first both are full fences, which the frequent side pays for. From {@link #prepare} on, where the host is Linux
 * and native access is allowed, the rare side makes every thread of the process execute one, by the system call
 * {@code membarrier} (its command {@code MEMBARRIER_CMD_PRIVATE_EXPEDITED}, see the manual page membarrier(2)), and the
 * frequent side only keeps the compiler from exchanging the two accesses. Any thread.
 */
final class ProcessBarrier {
    private static final long PRIVATE_EXPEDITED = 1 << 3;
    private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

    private final AtomicBoolean prepared = new AtomicBoolean();

    /** The system call; there before any thread may do without its fence. */
    private volatile @Nullable MethodHandle call;

    /** Whether the frequent side does without its fence. It may see that late, which only costs time. */
    private boolean asymmetric;

    /** Between the write and the read of the frequent side. */
    void light() {
        if (asymmetric) {
            VarHandle.releaseFence(); // HotSpot moves no access across any fence; on x86 this one is no instruction
        } else {
            VarHandle.fullFence();
        }
    }

    /** Between the write and the read of the rare side: some tens of microseconds once it is the system call. */
    void heavy() {
        VarHandle.fullFence();
        MethodHandle membarrier = call;
        if (membarrier != null && invoke(membarrier, PRIVATE_EXPEDITED) != 0) {
            throw new IllegalStateException("membarrier fails, though it has registered this process");
        }
    }

    /** Makes the frequent side cheap if this host can, in a thread of its own; only the first call does something. */
    void prepare() {
        if (prepared.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("xenolith-barrier").start(this::bind);
        }
    }

    /** Tells whether the frequent side does without its fence. */
    boolean isAsymmetric() {
        return asymmetric;
    }

    private void bind() {
        long number = systemCall();
        if (number < 0 || !ProcessBarrier.class.getModule().isNativeAccessEnabled()) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle membarrier = linker.defaultLookup()
                .find("syscall")
                .map(symbol -> linker.downcallHandle(
                        symbol,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1)))
                .map(handle -> MethodHandles.insertArguments(handle, 0, number))
                .orElse(null);
        if (membarrier == null || invoke(membarrier, REGISTER_PRIVATE_EXPEDITED) != 0) {
            return; // an older kernel, or a container that does not allow it
        }
        call = membarrier;
        VarHandle.fullFence(); // a poster that has not seen the call has posted before the flag is set
        asymmetric = true;
    }

    /** Returns the number of {@code membarrier}, negative if this is not a host on which it is known. */
    private static long systemCall() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return -1;
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> 324;
            case "aarch64", "riscv64" -> 283;
            default -> -1;
        };
    }

    private static long invoke(MethodHandle membarrier, long command) {
        try {
            return (long) membarrier.invokeExact(command, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("membarrier cannot be called", e);
        }
    }
}
