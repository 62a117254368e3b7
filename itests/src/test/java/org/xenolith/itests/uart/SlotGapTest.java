// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.uart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guest accesses around the moment at which a device goes, in a whole machine. */
@Timeout(60)
class SlotGapTest {
    private static final int LOAD_FLAGS = 0xB940_1841; // ldr w1, [x2, #0x18]
    private static final int STORE_BYTE = 0x3900_0040; // strb w0, [x2]

    private static UartMachine machine(Duration vacancy) throws Exception {
        UartMachine machine = new UartMachine(Map.of("uart-profile", "mainline"), vacancy);
        machine.vcpu().setRegister("x2", UartMachine.UART);
        return machine;
    }

    @RepeatedTest(20)
    @Tag("uart-S12")
    void aByteWrittenWhileTheDeviceIsReplacedIsThereOnce() throws Exception {
        try (UartMachine machine = machine(Duration.ofSeconds(30))) {
            BlockingQueue<Byte> printed = new LinkedBlockingQueue<>();
            machine.console()
                    .attach(
                            (bytes, offset, length) -> {
                                for (int i = 0; i < length; i++) {
                                    printed.add(bytes[offset + i]);
                                }
                            },
                            false);
            machine.vcpu().setRegister("x0", 'a');
            machine.domain.memory().write(UartMachine.CODE, 4, 0x9280_0003); // movn x3, #0: a guest that is running
            int bytes = 64;
            int[] stores = new int[bytes];
            java.util.Arrays.fill(stores, STORE_BYTE);
            AtomicBoolean done = new AtomicBoolean();
            Thread swapper = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    swap(machine);
                }
            });
            for (int i = 0; i < stores.length; i++) {
                machine.domain.memory().write(UartMachine.CODE + 4L * i, 4, STORE_BYTE);
            }
            machine.domain.memory().write(UartMachine.CODE + 4L * stores.length, 4, 0x1400_0000);
            machine.vcpu().setRegister("pc", UartMachine.CODE);
            machine.domain.unpause();
            for (int i = 0; i < bytes; i++) {
                assertEquals((byte) 'a', printed.poll(30, TimeUnit.SECONDS));
            }
            done.set(true);
            swapper.join();
            assertEquals(List.of(), List.copyOf(printed));
            assertEquals(bytes, machine.console().counters().out());
        }
    }

    private static void swap(UartMachine machine) {
        try {
            machine.slot().swap("pl011");
        } catch (org.xenolith.api.device.DeviceException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("uart-S14")
    void anAccessInTheGapWaitsAndThenHasTheRightValue() throws Exception {
        try (UartMachine machine = machine(Duration.ofSeconds(30))) {
            machine.console().offer("x".getBytes(StandardCharsets.US_ASCII), 0, 1);
            machine.host.removeFactory(machine.factory);
            assertFalse(machine.slot().occupied());
            CountDownLatch done = new CountDownLatch(1);
            Thread guest = Thread.ofPlatform().start(() -> {
                machine.execute(LOAD_FLAGS);
                done.countDown();
            });
            assertFalse(done.await(100, TimeUnit.MILLISECONDS), "the access was answered by nobody");
            machine.host.addFactory(machine.factory, "pl011", 0, 3);
            assertTrue(done.await(30, TimeUnit.SECONDS));
            guest.join();
            assertEquals(0x80, machine.vcpu().register("x1"));
            assertEquals(UartMachine.CODE + 4, machine.vcpu().register("pc"));
        }
    }

    @Test
    @Tag("uart-S15")
    void anAccessInAGapThatLastsTooLongAbortsAndChangesNothing() throws Exception {
        try (UartMachine machine = machine(Duration.ofMillis(50))) {
            machine.console().offer("x".getBytes(StandardCharsets.US_ASCII), 0, 1);
            machine.host.removeFactory(machine.factory);
            machine.vcpu().setRegister("x0", 'a');
            machine.execute(STORE_BYTE);
            assertEquals(UartMachine.VECTORS + 0x200, machine.vcpu().register("pc"));
            assertEquals(0x9600_0000L, machine.vcpu().register("esr_el1"));
            machine.host.addFactory(machine.factory, "pl011", 0, 3);
            assertTrue(machine.slot().occupied());
            machine.execute(LOAD_FLAGS);
            assertEquals(0x80, machine.vcpu().register("x1"));
            assertEquals(0, machine.console().counters().out());
        }
    }
}
