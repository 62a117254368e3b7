// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.uart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.api.hypervisor.ShutdownReason;

/**
 * Instructions at the UART's registers as Xen 4.23 answers them, row by row: what is in registers afterwards, and what
 * has moved. x2 is the base, x3 the flag register, x4 an odd address; input is 80 unless the row says 41.
 */
class UartInstructionTest {
    private static final int ERET = 0xD69F_03E0;

    private static UartMachine machine(String profile) throws Exception {
        UartMachine machine = new UartMachine(Map.of("uart-profile", profile), Duration.ofSeconds(2));
        machine.vcpu().setRegister("x2", UartMachine.UART);
        machine.vcpu().setRegister("x3", UartMachine.UART + 0x18);
        machine.vcpu().setRegister("x4", UartMachine.UART + 0x19);
        machine.vcpu().setRegister("x0", 0x5A5A);
        machine.vcpu().setRegister("x1", 0x5A5A);
        return machine;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "K01 | LDR X0,[X2,#18] | F9400C40 | 0  | esr_el1=96000000 far_el1=22000018 elr_el1=44000000 pc=44100200",
                "K02 | LDRB W0,[X2]    | 39400040 | 80 | x0=80 pc=44000004 in=1",
                "K03 | LDRSB W0,[X2]   | 39C00040 | 80 | x0=ffffff80 pc=44000004 in=1",
                "K04 | LDRSB X0,[X2]   | 39800040 | 80 | x0=ffffffffffffff80 pc=44000004 in=1",
                "K05 | LDR WZR,[X2]    | B940005F | 41 | x0=5a5a pc=44000004 in=1",
                "K06 | STRB WZR,[X2]   | 3900005F | 0  | pc=44000004 out=1",
                "K07 | LDR W1,[X3],#4  | B8404461 | 0  | x1=90 x3=2200001c pc=44000004",
                "K08 | LDR W1,[X3,#4]! | B8404C61 | 0  | x1=5a5a x3=22000018 esr_el1=96000000 pc=44100200",
                "K09 | STP W0,W1,[X2]  | 29000440 | 0  | esr_el1=96000000 pc=44100200 out=0",
                "K10 | LDXR W0,[X3]    | 885F7C60 | 0  | esr_el1=96000000 pc=44100200",
                "K11 | LDR W0,[X2,#44] | B9404440 | 0  | esr_el1=96000000 far_el1=22000044 pc=44100200",
                "K13 | DC CIVAC,X2     | D50B7E22 | 0  | esr_el1=0 pc=44000004",
                "K14 | LDRH W0,[X4]    | 79400080 | 41 | esr_el1=96000021 far_el1=22000019 pc=44100200 in=0"
            })
    void leavesWhatXenLeaves(String id, String text, String word, String input, String expected) throws Exception {
        try (UartMachine machine = machine("mainline")) {
            byte queued = (byte) Integer.parseInt(input, 16);
            if (queued != 0) {
                machine.console().offer(new byte[] {queued}, 0, 1);
            }
            machine.execute((int) Long.parseLong(word, 16));
            check(machine, expected);
        }
    }

    private static void check(UartMachine machine, String expected) {
        for (String pair : expected.split(" ", -1)) {
            String[] parts = pair.split("=", 2);
            long seen =
                    switch (parts[0]) {
                        case "in" -> machine.console().counters().in();
                        case "out" -> machine.console().counters().out();
                        default -> machine.vcpu().register(parts[0]);
                    };
            assertEquals(parts[1], Long.toHexString(seen), parts[0] + " of " + expected);
        }
    }

    @Test
    void inTheSeedAWideAccessEndsTheDomain() throws Exception { // K01 seed
        try (UartMachine machine = machine("seed")) {
            machine.execute(0xF940_0C40);
            assertEquals(Optional.of(ShutdownReason.CRASH), machine.domain.shutdownReason());
        }
    }

    @Test
    void anAbortFromEl0ComesAtItsOwnVector() throws Exception { // K12
        try (UartMachine machine = machine("mainline")) {
            machine.vcpu().setRegister("elr_el1", UartMachine.CODE + 4);
            machine.vcpu().setRegister("spsr_el1", 0);
            machine.execute(ERET, 0xB940_4440);
            check(machine, "esr_el1=92000000 elr_el1=44000004 pc=44100400");
        }
    }

    @Test
    void aByteWrittenByTheZeroRegisterIsZero() throws Exception { // K06
        try (UartMachine machine = machine("mainline-xen")) {
            StringBuilder printed = new StringBuilder();
            java.util.concurrent.CountDownLatch arrived = new java.util.concurrent.CountDownLatch(1);
            machine.console()
                    .attach(
                            (bytes, offset, length) -> {
                                printed.append(bytes[offset]);
                                arrived.countDown();
                            },
                            false);
            machine.execute(0x3900_005F);
            arrived.await();
            assertEquals("0", printed.toString());
        }
    }
}
