// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.platform.arm.Vectors;

/** Instructions executed by a whole machine, and the state that they leave behind, from a list of vectors. */
class MachineVectorTest {
    private static final int INCREMENTS = 100_000;
    private static final long COUNTER = 0x4020_0000L;
    /** Increments the word at X0 as often as W3 says. */
    private static final int[] INCREMENT = {
        0x885F7C01, // 1: ldxr w1, [x0]
        0x11000421, // add w1, w1, #1
        0x88027C01, // stxr w2, w1, [x0]
        0x35FFFFA2, // cbnz w2, 1b
        0x71000463, // subs w3, w3, #1
        0x54FFFF61, // b.ne 1b
    };

    static List<Vectors.Row> vectors() {
        return Vectors.load(MachineVectorTest.class, "vectors.txt", 5);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void leavesTheStateThatTheVectorSays(Vectors.Row row) throws Exception {
        List<String> kind = List.of(row.field(1).split(" "));
        int id = Integer.parseInt(kind.get(2));
        try (RowMachine machine = new RowMachine(kind.get(0), "interpreter", Integer.parseInt(kind.get(1)))) {
            if (id != 0) {
                machine.turnOn(id);
            }
            if (kind.contains("mapped")) {
                machine.map(id);
            }
            machine.code(
                    id,
                    Arrays.stream(row.field(3).split(" "))
                            .mapToInt(w -> Integer.parseUnsignedInt(w, 16))
                            .toArray());
            for (String given : assignments(row.field(2))) {
                set(machine, id, name(given), hex(value(given)));
            }
            long before = machine.accesses();
            String exits = machine.run(id);
            StringJoiner found = new StringJoiner(" ");
            for (String expected : assignments(row.field(4))) {
                String answer =
                        switch (name(expected)) {
                            case "exit" -> exits;
                            case "mmio" -> Long.toHexString(machine.accesses() - before);
                            default -> Long.toHexString(get(machine, id, name(expected)));
                        };
                found.add(name(expected) + "=" + answer);
            }
            assertEquals(row.field(4), found.toString(), row.field(3));
        }
    }

    private static List<String> assignments(String field) {
        return field.isEmpty() ? List.of() : List.of(field.split(" "));
    }

    private static String name(String assignment) {
        return assignment.substring(0, assignment.indexOf('='));
    }

    private static String value(String assignment) {
        return assignment.substring(assignment.indexOf('=') + 1);
    }

    private static long hex(String text) {
        return Long.parseUnsignedLong(text, 16);
    }

    private static void set(RowMachine machine, int id, String name, long value) {
        if (name.startsWith("@")) {
            machine.memory().write(hex(name.substring(1)), 8, value);
        } else {
            machine.vcpu(id).setRegister(name, value);
        }
    }

    private static long get(RowMachine machine, int id, String name) {
        return name.startsWith("@")
                ? machine.memory().read(hex(name.substring(1)), 8)
                : machine.vcpu(id).register(name);
    }

    @ParameterizedTest(name = "P62 {0}")
    @ValueSource(strings = {"interpreter", "compiled"})
    void noIncrementOfTwoVcpusIsLost(String tier) throws Exception {
        try (RowMachine machine = new RowMachine("cortex-a53", tier, 2);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            machine.turnOn(1);
            CompletableFuture<?>[] runs = new CompletableFuture<?>[2];
            for (int id = 0; id < 2; id++) {
                machine.map(id);
                machine.code(id, INCREMENT);
                machine.vcpu(id).setRegister("x0", COUNTER);
                machine.vcpu(id).setRegister("x3", INCREMENTS);
            }
            for (int id = 0; id < 2; id++) {
                Vcpu vcpu = machine.vcpu(id);
                runs[id] = CompletableFuture.runAsync(() -> runToEnd(vcpu), threads);
            }
            CompletableFuture.allOf(runs).get(60, TimeUnit.SECONDS);
            assertEquals(2 * INCREMENTS, machine.memory().read(COUNTER, 4));
        }
    }

    /** Short runs, so that the two change places often even on one host processor. */
    private static void runToEnd(Vcpu vcpu) {
        long end = RowMachine.CODE + 4L * INCREMENT.length;
        while (vcpu.register("pc") != end) {
            vcpu.run(1009);
            assertTrue(vcpu.instructions() < 1000L * INCREMENTS, "no end in sight");
        }
    }
}
