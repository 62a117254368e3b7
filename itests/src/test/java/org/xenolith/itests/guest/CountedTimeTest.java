// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.testkit.InContainer;
import org.xenolith.testkit.Service;

/** In counted time two runs of a guest are one: the same output, instruction for instruction. */
@InContainer
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CountedTimeTest {
    private static final long SECOND = 1_000_000_000;

    /**
     * All that can be seen of a run.
     *
     * @param instructions of each vCPU
     * @param nanos virtual time at the end
     */
    private record Trace(String console, List<Long> instructions, long nanos, ShutdownReason end) {}

    private static Trace run(Hypervisor hypervisor, DomainConfig config, Consumer<Domain> script) throws Exception {
        try (Running guest = Running.create(hypervisor, config)) {
            Domain domain = guest.domain();
            script.accept(domain);
            domain.unpause();
            ShutdownReason end = domain.ended().get(4, TimeUnit.MINUTES);
            // Where the vCPUs stand they do not count any more.
            domain.atSafepoint(() -> {});
            List<Long> instructions =
                    domain.vcpus().stream().map(Vcpu::instructions).toList();
            long nanos = domain.clock().nanos();
            return new Trace(guest.console().complete(Duration.ofSeconds(30)), instructions, nanos, end);
        }
    }

    private static Trace sameTwice(Hypervisor hypervisor, DomainConfig config, Consumer<Domain> script)
            throws Exception {
        Trace first = run(hypervisor, config, script);
        Trace second = run(hypervisor, config, script);
        assertEquals(first.console, second.console);
        assertEquals(first, second);
        return first;
    }

    @Test
    void aGuestThatPrintsRunsTwiceTheSame(@Service Hypervisor hypervisor) throws Exception {
        DomainConfig config = MachineSpec.PLAIN.counted().bare("counted", "lines", "lines=2000");
        Trace trace = sameTwice(hypervisor, config, domain -> {});
        assertEquals(Lines.text(2000), trace.console);
        assertEquals(ShutdownReason.POWEROFF, trace.end);
        assertTrue(trace.nanos >= trace.instructions.getFirst(), trace.nanos + " ns, " + trace.instructions);
    }

    @Test
    void inputComesAtTheInstructionThatTheScriptSays(@Service Hypervisor hypervisor) throws Exception {
        DomainConfig config = MachineSpec.PLAIN.counted().bare("counted", "echo", "n=16");
        Trace early = sameTwice(hypervisor, config, typing(SECOND / 100));
        Trace late = sameTwice(hypervisor, config, typing(SECOND / 50));
        assertTrue(early.console.contains("\r\n0123456789abcdef\r\necho: done n=16 first="), early.console);
        assertNotEquals(early.console, late.console);
        assertNotEquals(early.instructions, late.instructions);
    }

    private static Consumer<Domain> typing(long nanos) {
        return domain -> {
            domain.console().orElseThrow().inputAt(nanos, bytes("01234567"));
            domain.console().orElseThrow().inputAt(nanos + SECOND / 200, bytes("89abcdef"));
        };
    }

    /** Two vCPUs, interrupts, timers: all of it up to an instruction in the middle of the boot. */
    @Test
    void aDistributionsKernelBootsTwiceTheSame(@Service Hypervisor hypervisor) throws Exception {
        DomainConfig config =
                MachineSpec.PLAIN.counted().withVcpus(2).debian("counted", "earlycon=pl011,0x22000000 nokaslr");
        Trace trace = sameTwice(hypervisor, config, endingAt(SECOND / 4));
        assertEquals(ShutdownReason.SUSPEND, trace.end);
        assertTrue(trace.console.contains("Linux version "), trace.console);
        assertTrue(trace.instructions.get(0) > 100_000_000, trace.instructions.toString());
        assertTrue(trace.instructions.get(1) > 0, trace.instructions + trace.console);
    }

    @Test
    void theShellAnswersTheSameTwice(@Service Hypervisor hypervisor) throws Exception {
        assumeTrue("all".equals(System.getProperty("xenolith.guests")), "only with -Dxenolith.guests=all");
        DomainConfig config = MachineSpec.PLAIN.counted().debian("counted", "");
        Trace trace = sameTwice(hypervisor, config, domain -> {
            domain.console().orElseThrow().inputAt(10 * SECOND, bytes("cat /proc/interrupts; date\r"));
            domain.console().orElseThrow().inputAt(12 * SECOND, bytes("poweroff\r"));
        });
        assertEquals(ShutdownReason.POWEROFF, trace.end);
        assertTrue(trace.console.contains("uart-pl011"), trace.console);
    }

    private static Consumer<Domain> endingAt(long nanos) {
        return domain -> domain.clock()
                .alarm(() -> domain.shutdown(ShutdownReason.SUSPEND))
                .set(nanos);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
