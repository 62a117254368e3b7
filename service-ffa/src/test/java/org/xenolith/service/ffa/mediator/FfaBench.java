// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.secure.EmulatedSpmc;
import org.xenolith.service.ffa.secure.PartitionDescription;
import org.xenolith.service.ffa.secure.SpmcSettings;

/** A mediator with virtual machines A, B, C and up, before an emulated secure world. */
final class FfaBench {
    static final UUID U1 = UUID.fromString("486178e0-e7f8-11e3-bc5e-0002a5d5c51b");
    static final UUID U2 = UUID.fromString("11111111-2222-3333-4444-555555555555");
    static final UUID U3 = UUID.fromString("a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf");
    static final UUID U4 = UUID.fromString("b0b1b2b3-b4b5-b6b7-b8b9-babbbcbdbebf");

    final Profile profile;
    final boolean on;
    final Set<Integer> missing = new HashSet<>();
    int spmcVersion = FfaVersion.V1_2;
    boolean firmware = true;
    boolean strict;
    int partitionCount = 3;
    /** Of the partitions, in their order. */
    int[] properties = {0x3CD, 0x10D, 0x301};

    /** Done to the secure world before the mediator asks it. */
    Consumer<RecordingWorld> beforeStart = w -> {};

    /** Versions by name; absent: 1.2, 1.1 for C in worlds of three; 0: not negotiated; negative: provisional. */
    final Map<String, Integer> versions = new HashMap<>();

    final Set<String> unmapped = new HashSet<>();
    final ManualClock clock = new ManualClock();
    final List<String> journal = Collections.synchronizedList(new ArrayList<>());
    final Map<Integer, TestPartition> partitions = new TreeMap<>();
    final Map<String, FakeMachine> machines = new TreeMap<>();
    final Map<String, Endpoint> endpoints = new TreeMap<>();
    long enumerationNanos;
    Extensions extensions = Extensions.NONE;
    AccessList access = AccessList.OPEN;
    EmulatedSpmc spmc;
    RecordingWorld world;
    Mediator mediator;

    FfaBench(Profile profile, boolean on) {
        this.profile = profile;
        this.on = on;
    }

    /** Starts the mediator and its secure world, without virtual machines. */
    FfaBench start() {
        Limits limits = new Limits(63, 256, 32, TimeUnit.SECONDS.toNanos(30), 1_000_000_000L, enumerationNanos);
        mediator = new Mediator(new Settings(profile, strict, limits, extensions), on, access, clock, new Journal() {
            @Override
            public void info(String line) {
                journal.add(line);
            }

            @Override
            public void error(String line) {
                journal.add(line);
            }
        });
        SpmcSettings settings = new SpmcSettings(spmcVersion, Set.copyOf(missing), 0, TimeUnit.SECONDS.toNanos(20));
        spmc = new EmulatedSpmc(settings, journal::add);
        world = new RecordingWorld(spmc);
        add(0x8001, List.of(U1), 1, properties[0]);
        add(0x8002, List.of(U2), 4, properties[1]);
        add(0x8003, List.of(U3, U4), 1, properties[2]);
        beforeStart.accept(world);
        if (firmware) {
            mediator.start(world);
        }
        return this;
    }

    private void add(int id, List<UUID> uuids, int contexts, int properties) {
        if (partitions.size() < partitionCount) {
            spmc.add(new PartitionDescription(id, uuids, contexts, FfaVersion.V1_2, properties, false));
            TestPartition service = new TestPartition();
            spmc.connect(id, service);
            partitions.put(id, service);
        }
    }

    /** Lets virtual machines come: A with 2 vCPUs, B with 1, C with 4 and AArch32. */
    FfaBench three() {
        return machine(new FakeMachine(0, 2, true))
                .machine(new FakeMachine(1, 1, true))
                .machine(new FakeMachine(2, 4, false));
    }

    /** Lets a number of ordinary virtual machines come. */
    FfaBench many(int count) {
        for (int i = 0; i < count; i++) {
            machine(new FakeMachine(i, 1, true));
        }
        return this;
    }

    FfaBench machine(FakeMachine vm) {
        machines.put(vm.name(), vm);
        try {
            endpoints.put(vm.name(), mediator.create(vm));
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
        int version = versions.getOrDefault(vm.name(), vm.aarch64() ? FfaVersion.V1_2 : FfaVersion.V1_1);
        if (version != 0) {
            call(vm.name(), FunctionId.VERSION, Math.abs(version));
        }
        if (version > 0) {
            if (unmapped.contains(vm.name())) {
                call(vm.name(), FunctionId.ID_GET);
            } else {
                int map = vm.aarch64() ? FunctionId.RXTX_MAP_64 : FunctionId.RXTX_MAP;
                long[] answer = call(vm.name(), map, FakeMachine.TX, FakeMachine.RX, 1);
                if ((int) answer[0] != FunctionId.SUCCESS) {
                    throw new AssertionError("RXTX_MAP: " + answer[2]);
                }
            }
        }
        return this;
    }

    /** Makes a call; returns the registers after it. */
    long[] call(String name, int id, long... arguments) {
        Registers r = new Registers();
        r.x[0] = id & 0xFFFF_FFFFL;
        System.arraycopy(arguments, 0, r.x, 1, arguments.length);
        mediator.call(endpoints.get(name), 0, r);
        return r.x;
    }

    /** Makes a call; returns its FF-A status. */
    int status(String name, int id, long... arguments) {
        long[] x = call(name, id, arguments);
        return (int) x[0] == FunctionId.ERROR ? (int) x[2] : 0;
    }

    FakeMachine vm(String name) {
        return machines.get(name);
    }

    void destroy(String name) {
        Endpoint e = endpoints.remove(name);
        mediator.dying(e);
        mediator.destroy(e);
    }
}
