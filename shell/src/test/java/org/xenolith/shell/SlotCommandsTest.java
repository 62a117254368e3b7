// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.xenolith.api.device.DeviceAccess;
import org.xenolith.api.device.DeviceException;

/** The commands for slots, traces and consoles, in a session whose terminal is the test. */
@ResourceLock(Resources.SYSTEM_OUT)
@Timeout(60)
class SlotCommandsTest {
    private final FakeHost host = new FakeHost();
    private final XlCommands commands = new XlCommands(host.hypervisor, _ -> {
        throw new IllegalStateException("no file is read");
    });
    private final InputStream in = System.in;
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    /** Begins a session in which a text is typed; the terminal is then closed. */
    private void session(InputStream typed) {
        System.setIn(typed);
        System.setOut(new PrintStream(screen, true, StandardCharsets.ISO_8859_1));
    }

    private static InputStream keys(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String shown() {
        return screen.toString(StandardCharsets.ISO_8859_1);
    }

    @AfterEach
    void end() {
        System.setIn(in);
        System.setOut(out);
    }

    @Test
    void slotsTellsKindGenerationWindowsAndCounters() throws Exception {
        assertEquals(
                "uart0    pl011    occupied, generation 0, 22000000-22000fff, in 3, out 40, refused 1, dropped 2, traps 77, "
                        + "interrupts 5",
                commands.slots("guest"));
        commands.swap("guest", "uart0", "vuart");
        host.slot.occupied = false;
        assertTrue(commands.slots("7").startsWith("uart0    vuart    vacant, generation 1, "), commands.slots("7"));
        assertEquals("", commands.slots("mute"));
    }

    @Test
    void swapTellsWhatItHasReplacedAndHowLongTheGuestStood() throws Exception {
        assertEquals(
                "uart0: pl011 -> vuart, the guest stood still for 12.3 us", commands.swap("guest", "uart0", "vuart"));
        assertEquals("uart0: vuart -> pl011, the guest stood still for 12.3 us", commands.swap("7", "uart0", "pl011"));
        assertEquals(List.of("vuart", "pl011"), host.slot.swaps);
    }

    @Test
    void aSwapThatIsRefusedSaysWhy() {
        DeviceException refusal = assertThrows(DeviceException.class, () -> commands.swap("guest", "uart0", "z80sio"));
        assertEquals("slot uart0: no factory of kind z80sio", refusal.getMessage());
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        assertEquals("no domain nobody", message(() -> commands.slots("nobody")));
        assertEquals("no domain 9", message(() -> commands.slots("9")));
        assertEquals(
                "domain guest has no slot uart1; it has: [uart0]",
                message(() -> commands.swap("guest", "uart1", "vuart")));
        assertEquals("domain mute has no slot uart0; it has: []", message(() -> commands.trace("mute", "uart0", 1)));
        assertEquals("domain mute has no console", message(() -> commands.console("mute")));
        assertEquals("domain mute has no console", message(() -> commands.type("mute", "x")));
    }

    private static String message(org.junit.jupiter.api.function.Executable command) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, command).getMessage());
    }

    @Test
    void traceShowsAccessesAsTheDeviceDescribesThemUntilEnter() throws Exception {
        session(new InputStream() {
            private int reads;

            @Override
            public int read() throws IOException {
                if (reads++ > 0) {
                    return '\n';
                }
                host.slot.tracers.forEach(t -> t.accept(new DeviceAccess(1, false, 0x18, 4, 0, Optional.empty())));
                host.slot.tracers.forEach(t -> t.accept(new DeviceAccess(0, true, 0, 1, 'x', Optional.empty())));
                while (shown().lines().count() < 2) {
                    Thread.onSpinWait();
                }
                return 'x';
            }
        });
        commands.trace("guest", "uart0");
        assertEquals(List.of("vcpu1 read 24", "vcpu0 write 0"), shown().lines().toList());
        assertEquals(List.of(), host.slot.tracers);
    }

    @Test
    void traceOfANumberOfAccessesEndsByItself() throws Exception {
        session(keys(""));
        Thread guest = Thread.ofPlatform().start(() -> {
            while (host.slot.tracers.isEmpty()) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 3; i++) {
                DeviceAccess access = new DeviceAccess(0, false, i, 4, 0, Optional.empty());
                host.slot.tracers.forEach(t -> t.accept(access));
            }
        });
        commands.trace("guest", "uart0", 3);
        guest.join();
        assertEquals(
                List.of("vcpu0 read 0", "vcpu0 read 1", "vcpu0 read 2"),
                shown().lines().toList());
        assertEquals(List.of(), host.slot.tracers);
    }

    @Test
    void consoleShowsWhatWasPrintedTypesAndDetaches() throws Exception {
        host.slot.console.print("login: ");
        session(keys("root\r\u001Dnot for the guest"));
        commands.console("guest");
        assertEquals("login: ", shown());
        assertEquals("root\r", host.slot.console.typed());
        assertEquals(List.of(), host.slot.console.sinks);
    }

    @Test
    void consoleEndsWithItsTerminalAndShowsWhatIsPrintedMeanwhile() throws Exception {
        session(new InputStream() {
            @Override
            public int read() {
                host.slot.console.print("\u001b[1mhello\u00ff");
                return -1;
            }
        });
        commands.console("guest");
        assertEquals("\u001b[1mhello\u00ff", shown());
        assertEquals("", host.slot.console.typed());
        assertEquals(List.of(), host.slot.console.sinks);
    }

    @Test
    void aConsoleWhoseTerminalFailsIsDetached() {
        session(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the terminal is gone");
            }
        });
        assertThrows(IOException.class, () -> commands.console("guest"));
        assertEquals(List.of(), host.slot.console.sinks);
    }

    @Test
    void typeTypesALine() throws Exception {
        commands.type("guest", "echo \u00e4");
        assertEquals("echo \u00e4\r", host.slot.console.typed());
    }
}
