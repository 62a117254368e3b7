// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.xenolith.api.bus.BusFault;
import org.xenolith.testkit.fake.DeviceBench;
import org.xenolith.testkit.fake.RingConsole;

/** A random guest and back end: steps on a bench, the same ones for the same seed. Remembers the last of them. */
final class RandomSteps {
    private static final int REMEMBERED = 12;
    private static final int[] WIDTHS = {1, 2, 4, 4, 4, 8};

    private final Random random;
    private final int window;
    private final int[] offsets;
    private final boolean hostile;
    private final Deque<String> last = new ArrayDeque<>();

    /**
     * Begins a sequence.
     *
     * @param hostile whether the back end claims levels that cannot be
     */
    RandomSteps(long seed, Subject subject, boolean hostile) {
        random = new Random(seed);
        window = subject.contract().window();
        offsets = subject.offsets();
        this.hostile = hostile;
    }

    /** Makes a step; returns what the guest saw of it. */
    String next(DeviceBench bench) {
        String step = random.nextInt(4) == 0 ? backend(bench) : access(bench);
        last.addLast(step);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
        return step;
    }

    /** The last steps, the newest last. */
    List<String> last() {
        return List.copyOf(last);
    }

    private String backend(DeviceBench bench) {
        RingConsole console = bench.console();
        switch (random.nextInt(hostile ? 24 : 23)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> {
                byte value = (byte) random.nextInt();
                return "input " + value + " taken " + console.offer(value);
            }
            case 8, 9, 10 -> {
                int count = random.nextInt(console.outQueued() + 1);
                console.consume(count);
                return "back end consumes " + count;
            }
            case 11 -> {
                int nanos = random.nextInt(1_000_000);
                bench.clock().advance(nanos);
                return "time passes, " + nanos + " ns";
            }
            case 23 -> {
                String index = List.of("ic", "ip", "oc", "op").get(random.nextInt(4));
                int value = random.nextInt();
                console.force(index, value);
                return "index " + index + " is forced to " + value;
            }
            default -> {
                console.notifyDevice();
                return "back end notifies";
            }
        }
    }

    private String access(DeviceBench bench) {
        long offset = offset();
        int width = WIDTHS[random.nextInt(WIDTHS.length)];
        long value = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(256);
        boolean read = random.nextBoolean();
        String what = (read ? "read" : "write") + 8 * width + " at " + Long.toHexString(offset);
        try {
            if (read) {
                long seen = bench.read(offset, width);
                if (width < 8 && seen >>> 8 * width != 0) {
                    throw new AssertionError(what + " gave " + Long.toHexString(seen) + ", wider than the access");
                }
                return what + " gave " + Long.toHexString(seen);
            }
            long written = width == 8 ? value : value & (1L << 8 * width) - 1;
            bench.write(offset, width, written);
            return what + " of " + Long.toHexString(written);
        } catch (BusFault fault) {
            return what + ": " + fault.getMessage();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(what + " threw " + e, e);
        }
    }

    private long offset() {
        if (offsets.length > 0 && random.nextInt(8) != 0) {
            return offsets[random.nextInt(offsets.length)] + (random.nextInt(16) == 0 ? random.nextInt(4) : 0);
        }
        return random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(window);
    }
}
