// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.uart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.log.Logger;
import org.xenolith.device.vuart.VuartFactory;

/** A UART at an edge-triggered input of the interrupt controller, swapped while its interrupt waits. */
@Timeout(60)
class EdgeWiringTest {
    private static final long DISTRIBUTOR = 0x0300_1000L;
    private static final int ENABLE = 0x104;
    private static final int PENDING = 0x204;
    private static final int CLEAR_PENDING = 0x284;
    private static final int TRIGGER = 0xC08;
    private static final int MASK = 0x38;
    private static final int RECEIVED = 0x50;
    private static final int EDGE = 2;
    private static final int LOAD = 0xB940_0041; // ldr w1, [x2]
    private static final int STORE = 0xB900_0040; // str w0, [x2]

    private static void write(UartMachine machine, long address, long value) {
        machine.vcpu().setRegister("x2", address);
        machine.vcpu().setRegister("x0", value);
        machine.execute(STORE);
    }

    private static long pending(UartMachine machine) {
        machine.vcpu().setRegister("x2", DISTRIBUTOR + PENDING);
        machine.execute(LOAD);
        return machine.vcpu().register("x1") & 1;
    }

    private static void receive(UartMachine machine) {
        assertEquals(1, machine.console().offer(new byte[] {'A'}, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "v3"})
    @Tag("uart-S16")
    void aPendingEdgeIsWithdrawnAndComesOnceOnReturn(String gic) throws Exception {
        Map<String, String> settings =
                Map.of("uart-profile", "mainline-xen", "uart-wiring", "edge", "profile", "architectural", "gic", gic);
        try (UartMachine machine = new UartMachine(settings, Duration.ofSeconds(2))) {
            Logger silent = (Logger) Proxy.newProxyInstance(
                    Logger.class.getClassLoader(),
                    new Class<?>[] {Logger.class},
                    (proxy, method, arguments) -> method.getReturnType() == boolean.class ? Boolean.FALSE : null);
            machine.host.addFactory(new VuartFactory(silent), "vuart", 0, 3);
            write(machine, DISTRIBUTOR + TRIGGER, EDGE);
            write(machine, DISTRIBUTOR + ENABLE, 1);
            write(machine, UartMachine.UART + MASK, RECEIVED);
            assertEquals(0, pending(machine));
            receive(machine);
            assertEquals(1, pending(machine));
            machine.slot().swap("vuart");
            assertEquals(0, pending(machine));
            machine.slot().swap("pl011");
            assertEquals(1, pending(machine));
            write(machine, DISTRIBUTOR + CLEAR_PENDING, 1);
            assertEquals(0, pending(machine));
            machine.slot().swap("vuart");
            receive(machine);
            assertEquals(0, pending(machine));
        }
    }
}
