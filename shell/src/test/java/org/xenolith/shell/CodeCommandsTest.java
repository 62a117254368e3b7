// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.xenolith.api.code.BlockListing;
import org.xenolith.api.code.CodeCounters;
import org.xenolith.api.code.GuestCode;
import org.xenolith.api.cpu.Vcpu;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.Hypervisor;

/** The commands that show code and counters, on a domain that has one block at 0x1000. */
class CodeCommandsTest {
    private static final long BLOCK = 0x1000;

    private final CodeCounters counters = new CodeCounters(
            new CodeCounters.Blocks(12, 5, 3, 1, 2_000_000),
            new CodeCounters.Regions(2, 1, 1, 4321, 3_000_000),
            new CodeCounters.Execution(25, 75, 7, 4));
    private boolean stands;
    private final XlCommands commands = new XlCommands(
            fake(
                    Hypervisor.class,
                    Map.of("domain", a -> "guest".equals(a[0]) ? Optional.of(domain()) : Optional.empty())),
            _ -> {
                throw new IllegalStateException("no file is read");
            });

    private <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> methods) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> methods.get(method.getName())
                        .apply(arguments)));
    }

    private Domain domain() {
        Vcpu vcpu = fake(Vcpu.class, Map.of("register", a -> a[0].equals("pc") ? BLOCK : BLOCK + 4));
        return fake(
                Domain.class,
                Map.of(
                        "vcpus", _ -> List.of(vcpu),
                        "code", _ -> Optional.of(new Code()),
                        "atSafepoint",
                                a -> {
                                    stands = true;
                                    ((Runnable) a[0]).run();
                                    stands = false;
                                    return 0L;
                                }));
    }

    private final class Code implements GuestCode {
        @Override
        public Optional<BlockListing> block(int vcpu, long address) {
            assertTrue(stands, "looked at while the domain runs");
            BlockListing.Instruction one = new BlockListing.Instruction(
                    BLOCK, "d65f03c0", "ret", List.of("exitr x30, #0"), List.of("0: aload cpu", "1: ireturn"));
            return address == BLOCK
                    ? Optional.of(new BlockListing(
                            BLOCK,
                            BLOCK,
                            BlockListing.State.COMPILED,
                            3,
                            List.of(BLOCK, 0x1040L),
                            List.of(one),
                            List.of("#0 return after 1")))
                    : Optional.empty();
        }

        @Override
        public CodeCounters counters() {
            return counters;
        }
    }

    @Test
    void aBlockIsShownAtTheProgramCounterOrAtAnAddress() {
        String expected =
                """
                block 1000 at 1000, 1 instructions, compiled, entered 3 times
                bytecode of the region 1000 1040
                guest                IR             bytecode
                1000  d65f03c0  ret  exitr x30, #0  0: aload cpu
                                                    1: ireturn
                #0 return after 1""";
        assertEquals(expected, commands.code("guest"));
        assertEquals(expected, commands.code("guest", 0));
        assertEquals(expected, commands.code("guest", 0, "0x1000"));
        assertEquals("no instruction can be fetched at x30", commands.code("guest", 0, "x30"));
    }

    @Test
    void whatIsNotThereIsNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> commands.code("guest", 1))
                .getMessage();
        assertEquals("no vCPU 1; domain guest has 0 to 0", message);
        assertThrows(IllegalArgumentException.class, () -> commands.engine("nobody"));
    }

    @Test
    void countersAreShownByTier() {
        assertEquals(
                """
                instructions  25 interpreted, 75 compiled (75.0 %)
                blocks        12 translated in 0.002 s, 5 optimised, 3 compiled, 1 invalidated
                regions       2 compiled in 0.003 s, 4,321 bytes of bytecode, 1 too large, 1 dropped
                exits         7 chained, 4 unchained""",
                commands.engine("guest"));
    }
}
