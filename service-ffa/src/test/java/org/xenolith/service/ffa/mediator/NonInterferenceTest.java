// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.FunctionName;

/**
 * What the access list hides does not show: A and B, which see only each other, get the same answers to the same calls,
 * bit by bit, whatever C and D do, or whether there is a C or a D at all. Time is not looked at.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class NonInterferenceTest {
    private static final int CALLS = 30_000;

    /** What A and B do with each other and with partitions. */
    private static final List<String> SOMETIMES = List.of(
            "FFA_PARTITION_INFO_GET",
            "FFA_PARTITION_INFO_GET_REGS_64",
            "FFA_MSG_SEND2",
            "FFA_MSG_SEND_DIRECT_REQ",
            "FFA_MEM_SHARE_64",
            "FFA_MEM_LEND_64",
            "FFA_MEM_RETRIEVE_REQ_64",
            "FFA_MEM_RELINQUISH",
            "FFA_MEM_RECLAIM",
            "FFA_NOTIFICATION_GET");

    /** What the hidden machines do. */
    private enum Hidden {
        ABSENT,
        SILENT,
        BUSY
    }

    private static final class World {
        private final FfaBench bench = new FfaBench(Profile.FIXED, true);
        private final TreeMap<Integer, HostileCalls> calls = new TreeMap<>();
        private final Registers r = new Registers();
        /** The function of the last call. */
        private int last;

        World(int seed) {
            bench.access = AccessList.of("A <-> B", "C <-> D");
            bench.extensions = new Extensions(true, true, true, true, 0, 0);
            bench.versions.put("C", 0);
            bench.versions.put("D", 0);
            bench.start();
            r.kicked = true; // no call waits for another machine: one thread plays all of them
            long[] visible = new long[HostileCalls.HANDLES];
            long[] hidden = new long[HostileCalls.HANDLES];
            for (int domain = 0; domain < 4; domain++) {
                calls.put(domain, new HostileCalls(seed + domain, domain < 2 ? visible : hidden));
            }
            come(0);
            come(1);
        }

        void come(int domain) {
            bench.machine(new FakeMachine(domain, 1, true));
        }

        /** Makes a virtual machine's next call. */
        long[] call(int domain) {
            FakeMachine vm = bench.vm(name(domain));
            calls.get(domain).next(r, vm);
            last = (int) r.x[0];
            bench.mediator.call(bench.endpoints.get(vm.name()), 0, r);
            calls.get(domain).answered(last, r);
            return r.x.clone();
        }
    }

    private static String name(int domain) {
        return String.valueOf((char) ('A' + domain));
    }

    /** Everything that A and B can see: registers, receive buffers and interrupts. */
    private static List<String> seen(int seed, Hidden hidden) {
        World world = new World(seed);
        SplittableRandom visible = new SplittableRandom(seed);
        SplittableRandom secret = new SplittableRandom(seed ^ hidden.ordinal());
        List<String> seen = new ArrayList<>();
        Set<String> succeeded = new TreeSet<>();
        if (hidden != Hidden.ABSENT) {
            world.come(2);
            world.come(3);
        }
        for (int n = 0; n < CALLS; n++) {
            if (hidden == Hidden.BUSY) {
                disturb(world, secret);
            }
            int who = visible.nextInt(2);
            long[] x = world.call(who);
            if ((int) x[0] != FunctionId.ERROR) {
                succeeded.add(FunctionName.of(world.last));
            }
            FakeMachine vm = world.bench.vm(name(who));
            seen.add(n + " " + name(who) + " " + Arrays.toString(x) + " rx " + Arrays.hashCode(vm.page(FakeMachine.RX))
                    + " interrupts " + vm.signals.size());
        }
        Set<String> never = new TreeSet<>(SOMETIMES);
        never.removeAll(succeeded);
        assertEquals(Set.of(), never);
        return seen;
    }

    /** Something that C or D does, or that is done to them. */
    private static void disturb(World world, SplittableRandom secret) {
        int domain = 2 + secret.nextInt(2);
        boolean there = world.bench.endpoints.containsKey(name(domain));
        if (!there) {
            world.come(domain);
        } else if (secret.nextInt(500) == 0) {
            world.bench.destroy(name(domain));
        } else if (secret.nextInt(8) == 0) {
            world.bench.call(name(domain), FunctionId.VERSION, FfaVersion.V1_2);
        } else if (secret.nextInt(8) == 0) {
            world.bench.partitions.get(0x8001).host.setNotifications(domain + 1, 1L << secret.nextInt(4), true);
        } else {
            world.call(domain);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void theHiddenCannotBeTold(int seed) {
        List<String> alone = seen(seed, Hidden.ABSENT);
        assertSame(alone, seen(seed, Hidden.SILENT));
        assertSame(alone, seen(seed, Hidden.BUSY));
    }

    private static void assertSame(List<String> wanted, List<String> got) {
        for (int i = 0; i < wanted.size(); i++) {
            assertEquals(wanted.get(i), got.get(i), "call " + i);
        }
    }
}
