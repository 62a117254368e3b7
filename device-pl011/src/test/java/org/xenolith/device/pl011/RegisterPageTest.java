// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenolith.api.device.DeviceAccess;
import org.xenolith.api.device.TracedDevice;
import org.xenolith.testkit.fake.DeviceBench;

/** The register table, and what is made of it. */
class RegisterPageTest {
    private static final String WRITE = "xenolith.write.docs";

    private static final String HEAD =
            """
            # The registers of the PL011

            Made from the register table of `device-pl011`; its tests say when this page is stale, and write it with
            `-Dxenolith.write.docs=true`. Offsets, values and resets are hexadecimal, bits decimal. The profiles `seed`,
            `mainline` and `mainline-xen` have the registers of the generic UART only; what they do differently is in
            [differences.md](differences.md#uart).

            | offset | register | generic | bits | reset | access | what it does | fields |
            |---|---|---|---|---|---|---|---|
            """;

    private static String page() {
        return Register.primeCell().stream()
                .sorted(Comparator.comparingInt(r -> r.offset))
                .map(RegisterPageTest::row)
                .collect(Collectors.joining("\n", HEAD, "\n"));
    }

    private static String row(Register r) {
        String access =
                switch (r.access) {
                    case READ_WRITE -> "read, write";
                    case READ_ONLY -> "read";
                    case WRITE_ONLY -> "write";
                };
        return String.format(
                "| %03X | %s | %s | %d | %X | %s | %s | %s |",
                r.offset,
                r,
                Register.generic().contains(r) ? "yes" : "",
                r.bits,
                r.reset,
                access,
                r.effect.meaning,
                r.fields.stream().map(Field::toString).collect(Collectors.joining(", ")));
    }

    private static Path document() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/uart-registers.md");
    }

    @Test
    void thePageOfDocumentationIsWhatTheTableSays() throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(document(), page());
        }
        assertEquals(page(), Files.readString(document()), "stale; to write it: -D" + WRITE + "=true");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void fieldsLieInTheRegisterAndDoNotOverlap(Register register) {
        int covered = 0;
        for (Field field : register.fields) {
            assertTrue(field.high() >= field.low() && field.high() < register.bits, field.toString());
            int mask = (1 << field.high() + 1) - (1 << field.low());
            assertEquals(0, covered & mask, field + " overlaps another");
            covered |= mask;
        }
        assertNotEquals(0, covered);
        assertEquals(0, register.reset & ~register.mask, "the reset value has bits that do not exist");
        assertEquals(register, new RegisterMap(Register.primeCell()).at(register.offset));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false | 18  | 4 | 90      | R32 -> FR 0x90 (TXFE RXFE)",
                "true  | 38  | 4 | 50      | W32 = IMSC 0x50 (RT RX)",
                "true  | 0   | 1 | 41      | W8 = DR 0x41 (DATA=41)",
                "true  | 2c  | 2 | 70      | W16 = LCR_H 0x70 (WLEN=3 FEN)",
                "false | fe0 | 4 | 11      | R32 -> PERIPH_ID0 0x11 (PARTNUMBER0=11)",
                "false | 19  | 1 | 0       | R8 0x19 -> 0x0"
            })
    void aTraceNamesRegistersAndFields(boolean write, String offset, int width, String value, String text)
            throws Exception {
        DeviceBench bench = Benches.extended();
        DeviceAccess access = new DeviceAccess(
                0, write, Long.parseLong(offset, 16), width, Long.parseLong(value, 16), Optional.empty());
        assertEquals(text, ((TracedDevice) bench.device()).describe(access));
    }

    @Test
    void aTraceTellsOfFaults() throws Exception {
        DeviceBench bench = Benches.bench("mainline", "level");
        DeviceAccess access = new DeviceAccess(0, false, 0x44, 4, 0, Optional.of("refused access"));
        assertEquals("R32 0x44 fails: refused access (ICR)", ((TracedDevice) bench.device()).describe(access));
        DeviceAccess unknown = new DeviceAccess(0, true, 0x2C, 4, 0x70, Optional.empty());
        assertEquals("W32 0x2c = 0x70", ((TracedDevice) bench.device()).describe(unknown));
    }
}
