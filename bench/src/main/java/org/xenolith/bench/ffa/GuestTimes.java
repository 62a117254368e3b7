// SPDX-License-Identifier: Apache-2.0
package org.xenolith.bench.ffa;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xenolith.bench.ffa.GuestHost.Guest;

/**
 * Times calls of FF-A in running guests and prints a table; {@code bench/ffa.sh} runs it. Arguments: the folder of the
 * guests' images, and how much work in percent of the usual.
 */
public final class GuestTimes {
    private static final Pattern RESULT = Pattern.compile("ticks=([0-9]+) hz=([0-9]+) wrong=([0-9]+)");
    private static final int ROUNDS = 3;
    private static final long LIMIT_SECONDS = 300;

    private final Path images;
    private final int percent;
    private boolean complete = true;

    private GuestTimes(Path images, int percent) {
        this.images = images;
        this.percent = percent;
    }

    /** Prints the table; the exit code is 1 if a guest did not give a result. */
    public static void main(String[] arguments) throws Exception {
        GuestTimes times = new GuestTimes(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.printf("%-56s %12s %9s%n", "", "", "median of");
        System.out.printf("%-56s %12s %9s%n", "call of a running guest", "microseconds", "rounds");
        times.single("a call that only the mediator answers (ID_GET)", 8, 2_000_000, true);
        times.single("direct request to a partition on the guest's thread", 0, 2_000_000, true);
        times.single("direct request to a partition on its own thread", 0, 1_000_000, false);
        times.single("direct request of type 2, on the guest's thread", 1, 1_000_000, true);
        times.single("PARTITION_INFO_GET_REGS, first window, alone", 4, 2_000_000, true);
        times.single("notification: set, to the interrupt, and get", 5, 50_000, true);
        times.pair("SEND2 64 B to another guest and back", 64, 200_000);
        times.pair("SEND2 4056 B to another guest and back", 4056, 200_000);
        times.request("direct request to another guest, with its answer", 500_000);
        System.exit(times.complete ? 0 : 1);
    }

    private int scaled(int count) {
        return Math.max(1, (int) ((long) count * percent / 100));
    }

    private void single(String what, int mode, int count, boolean trusted) throws Exception {
        double[] micros = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            try (GuestHost host = new GuestHost(images, trusted)) {
                micros[i] = result(host.start("ffabench", "mode=" + mode + " n=" + scaled(count)), scaled(count));
            }
        }
        print(what, micros);
    }

    /** Two guests; ids follow one another. */
    private void pair(String what, int bytes, int count) throws Exception {
        double[] micros = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            try (GuestHost host = new GuestHost(images, true)) {
                String rest = " size=" + bytes + " n=" + scaled(count) + " to=";
                int first = host.create("ffabench", "").id() + 1;
                Guest one = host.start("ffabench", "mode=2" + rest + (first + 2));
                Guest other = host.start("ffabench", "mode=3" + rest + (first + 1));
                micros[i] = result(one, scaled(count));
                result(other, scaled(count));
            }
        }
        print(what, micros);
    }

    /** Two guests, of which one answers the other's requests. */
    private void request(String what, int count) throws Exception {
        double[] micros = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            try (GuestHost host = new GuestHost(images, true)) {
                Guest serving = host.start("ffabench", "mode=7");
                int other = serving.domain().id() + 1;
                Guest asking = host.start("ffabench", "mode=6 n=" + scaled(count) + " to=" + other);
                micros[i] = result(asking, scaled(count));
                serving.domain().ended().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        }
        print(what, micros);
    }

    private double result(Guest guest, int count) throws Exception {
        guest.domain().ended().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        Matcher found = RESULT.matcher(guest.printed().toString());
        while (!found.find() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
            found = RESULT.matcher(guest.printed().toString());
        }
        found.reset();
        if (!found.find() || !found.group(3).equals("0")) {
            System.err.println(guest.printed());
            complete = false;
            return Double.NaN;
        }
        return Long.parseLong(found.group(1)) * 1e6 / Long.parseLong(found.group(2)) / count;
    }

    private static void print(String what, double[] micros) {
        Arrays.sort(micros);
        System.out.printf("%-56s %12.3f %9d%n", what, micros[ROUNDS / 2], ROUNDS);
    }
}
