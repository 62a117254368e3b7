// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.uart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.fake.ScriptRow;

/** Instructions at the UART's registers, row by row: what is in registers afterwards, and what has moved. */
@Timeout(60)
class UartInstructionTest {
    private static final int ERET = 0xD69F_03E0;

    private final BlockingQueue<Integer> printed = new LinkedBlockingQueue<>();

    static List<ScriptRow> rows() {
        return ScriptRow.read(UartInstructionTest.class.getResourceAsStream("instructions.rows"));
    }

    private UartMachine machine(String profile) throws Exception {
        boolean quirks = profile.endsWith("-quirks");
        Map<String, String> settings = Map.of(
                "uart-profile", quirks ? profile.substring(0, profile.length() - "-quirks".length()) : profile,
                "mmio-decode", profile.equals("seed") ? "syndrome" : "full",
                "xen-quirks", Boolean.toString(quirks));
        UartMachine machine = new UartMachine(settings, Duration.ofSeconds(2));
        machine.vcpu().setRegister("x2", UartMachine.UART);
        machine.vcpu().setRegister("x3", UartMachine.UART + 0x18);
        machine.vcpu().setRegister("x4", UartMachine.UART + 0x19);
        machine.vcpu().setRegister("x0", 0x5A5A);
        machine.vcpu().setRegister("x1", 0x5A5A);
        machine.console()
                .attach(
                        (bytes, offset, length) -> {
                            for (int i = 0; i < length; i++) {
                                printed.add(bytes[offset + i] & 0xFF);
                            }
                        },
                        false);
        return machine;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void leavesWhatXenLeaves(ScriptRow row) throws Exception {
        String[] script = row.script().split(" ", -1);
        int word = (int) Long.parseLong(script[0], 16);
        try (UartMachine machine = machine(row.profile())) {
            boolean unprivileged = false;
            for (int i = 1; i < script.length; i++) {
                if (script[i].startsWith("in=")) {
                    byte waits = (byte) Integer.parseInt(script[i].substring(3), 16);
                    assertEquals(1, machine.console().offer(new byte[] {waits}, 0, 1));
                } else {
                    assertEquals("el0", script[i]);
                    unprivileged = true;
                }
            }
            if (unprivileged) {
                machine.vcpu().setRegister("elr_el1", UartMachine.CODE + 4);
                machine.vcpu().setRegister("spsr_el1", 0);
                machine.execute(ERET, word);
            } else {
                machine.execute(word);
            }
            Map<String, String> seen = new LinkedHashMap<>();
            for (String name : row.end().keySet()) {
                seen.put(name, Long.toHexString(seen(machine, name)));
            }
            assertEquals(row.end(), seen);
        }
    }

    private long seen(UartMachine machine, String name) throws InterruptedException {
        return switch (name) {
            case "in" -> machine.console().counters().in();
            case "out" -> machine.console().counters().out();
            case "last" -> {
                Integer last = printed.poll(30, TimeUnit.SECONDS);
                assertTrue(last != null, "nothing was printed");
                yield last;
            }
            case "crash" -> machine.domain.shutdownReason().equals(Optional.of(ShutdownReason.CRASH)) ? 1 : 0;
            default -> machine.vcpu().register(name);
        };
    }
}
