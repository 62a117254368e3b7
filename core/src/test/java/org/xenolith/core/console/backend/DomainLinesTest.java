// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xenolith.api.console.ConsoleBackend.Connection;
import org.xenolith.api.console.ConsoleBackend.Traffic;
import org.xenolith.core.console.SlotConsole;
import org.xenolith.core.time.InstructionClock;

/** What Xen's console prints of a guest's bytes, record by record. */
class DomainLinesTest {
    private final List<String> records = new ArrayList<>();
    private final DomainLines lines = new DomainLines(
            1, (bytes, offset, length) -> records.add(new String(bytes, offset, length, StandardCharsets.ISO_8859_1)));

    private void write(String text) {
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            lines.accept(b);
        }
    }

    @Test
    @Tag("uart-X02-mainline-xen")
    void aLineHasTheDomainInFront() {
        write("hi\n");
        assertEquals(List.of("DOM1: hi\n"), records);
    }

    @Test
    @Tag("uart-X03-mainline-xen")
    void aLineThatIsNotCompleteWaits() {
        write("hi");
        assertEquals(List.of(), records);
        write("\n");
        assertEquals(List.of("DOM1: hi\n"), records);
    }

    @Test
    @Tag("uart-X04-mainline-xen")
    void withTheConsolesInputEachByteIsPrintedAsItComes() {
        lines.focus(true);
        write("hi\n");
        assertEquals(List.of("h", "i", "\n"), records);
    }

    @Test
    @Tag("uart-X05-mainline-xen")
    void inputGainedInTheMiddleOfALineEndsIt() {
        write("ab");
        lines.focus(true);
        write("cd");
        assertEquals(List.of("abc\n", "d"), records);
    }

    @Test
    @Tag("uart-X06-mainline-xen")
    void aLongLineIsCutAfterItsHundredAndTwentySixthByte() {
        write("x".repeat(130));
        assertEquals(List.of("DOM1: " + "x".repeat(126) + "\n"), records);
        write("\n");
        assertEquals("DOM1: xxxx\n", records.get(1));
    }

    @Test
    void aNewlineAsTheLastByteOfALongLineIsItsOwn() {
        write("x".repeat(125) + "\ny\n");
        assertEquals(List.of("DOM1: " + "x".repeat(125) + "\n", "DOM1: y\n"), records);
    }

    @Test
    void inputThatIsLostMakesLinesAgain() {
        lines.focus(true);
        write("a");
        lines.focus(false);
        write("b\n");
        assertEquals(List.of("a", "DOM1: b\n"), records);
    }

    @Test
    void nothingIsFilteredButAZeroByteCutsALineAndTakesItsNewline() {
        write("\u0007\r\u0080\u00ff\n");
        write("cut\0 off\n");
        write("on\n");
        assertEquals(List.of("DOM1: \u0007\r\u0080\u00ff\n", "DOM1: cut", "DOM1: on\n"), records);
    }

    @Test
    void theBackEndShowsGuestsApartAndWhoHasTheInputRaw() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        XenConsole backend = new XenConsole(screen);
        SlotConsole one = console();
        SlotConsole other = console();
        print(one, "before ");
        try (Connection first = backend.connect(one, "1");
                Connection second = backend.connect(other, "2:input")) {
            print(other, "a");
            print(one, "b\n");
            print(other, "c\n");
            assertEquals("aDOM1: before b\nc\n", screen.toString(StandardCharsets.ISO_8859_1));
            assertEquals(new Traffic(9, 0, 0), first.traffic());
            assertEquals("xen, as domain 2", second.describe());
        }
        print(one, "gone\n");
        assertEquals(18, screen.size());
        for (String target : List.of("", "x", "1:", ":input", "-1", "100000")) {
            assertThrows(IllegalArgumentException.class, () -> backend.connect(one, target));
        }
    }

    private static SlotConsole console() {
        return new SlotConsole(
                "uart0", new SlotConsole.Capacity(16, 64), new InstructionClock(1), Runnable::run, (what, e) -> {
                    throw new AssertionError(what, e);
                });
    }

    private static void print(SlotConsole console, String text) {
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            console.put(b);
        }
        console.notifyBackend();
    }
}
