// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FdtTest {
    static Fdt sample() {
        return new Fdt(
                List.of(new Fdt.Reservation(0x48000000L, 0x1000)),
                0,
                FdtBuilder.root()
                        .cells("#address-cells", 2)
                        .strings("compatible", "a,b", "c")
                        .node("cpus", cpus -> cpus.cells("#cells", 1)
                                .node("cpu@0", cpu -> cpu.bytes("odd", (byte) 1, (byte) 2, (byte) 3)
                                        .flag("empty")
                                        .phandle(7)))
                        .node("memory@40000000", node -> node.longs("reg", 0x40000000L, 0x1_0000_0000L))
                        .build());
    }

    @Test
    void writesTheBytesOfVersion17() {
        byte[] dtb = FdtWriter.write(new Fdt(FdtBuilder.root().cells("ab", 1).build()));
        assertEquals(
                "d00dfeed" + "0000005b" + "00000038" + "00000058"
                        + "00000028" // magic, total, structure, strings, reserved
                        + "00000011" + "00000010" + "00000000" + "00000003" + "00000020" // versions, CPU, sizes
                        + "0".repeat(32)
                        + "00000001" + "00000000" // the root begins
                        + "00000003" + "00000004" + "00000000" + "00000001" // ab = 1
                        + "00000002" + "00000009" // the root ends, the tree ends
                        + "616200",
                HexFormat.of().formatHex(dtb));
    }

    @Test
    void sharesTheBytesOfNamesThatAreAnothersEnding() {
        byte[] dtb = FdtWriter.write(new Fdt(FdtBuilder.root()
                .cells("#cells", 1)
                .cells("cells", 1)
                .cells("#cells2", 1)
                .build()));
        assertEquals("#cells\0#cells2\0".length(), ByteBuffer.wrap(dtb).getInt(32));
    }

    @Test
    void readsWhatItWrites() throws FdtException {
        assertEquals(sample(), FdtReader.read(FdtWriter.write(sample())));
    }

    @Test
    void findsNodesAndPropertiesByPath() {
        FdtNode cpu = sample().node("/cpus/cpu@0").orElseThrow();
        assertArrayEquals(new int[] {7}, cpu.property("phandle").orElseThrow().cells());
        assertEquals(
                List.of("a,b", "c"),
                sample().node("/")
                        .orElseThrow()
                        .property("compatible")
                        .orElseThrow()
                        .strings());
        assertTrue(sample().node("/cpus/cpu@1").isEmpty());
    }

    @Test
    void showsATreeAsText() {
        assertEquals(
                """
                /dts-v1/;

                /memreserve/\t0x48000000 0x1000;
                / {
                \t#address-cells = <0x02>;
                \tcompatible = "a,b", "c";

                \tcpus {
                \t\t#cells = <0x01>;

                \t\tcpu@0 {
                \t\t\todd = [01 02 03];
                \t\t\tempty;
                \t\t\tlinux,phandle = <0x07>;
                \t\t\tphandle = <0x07>;
                \t\t};
                \t};

                \tmemory@40000000 {
                \t\treg = <0x00 0x40000000 0x01 0x00>;
                \t};
                };
                """,
                FdtText.of(sample()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0xd00dfeee, magic d00dfeee",
        "4, 0x7fffffff, total size 7fffffff",
        "4, 39, total size 27",
        "8, 0x80000000, structure offset 80000000",
        "8, 0x39, structure offset 39",
        "12, 0x7ffffff0, strings offset 7ffffff0",
        "16, 0x7fffffff, reservations offset 7fffffff",
        "20, 15, version f",
        "24, 18, last compatible version 12",
        "32, 0x7fffffff, strings size 7fffffff",
        "36, 0xffffffff, structure size ffffffff",
        "36, 4, string without an end",
    })
    void refusesAHeaderThatPointsOutside(int offset, String word, String message) {
        byte[] dtb = FdtWriter.write(sample());
        ByteBuffer.wrap(dtb)
                .putInt(offset, Integer.parseUnsignedInt(word.replace("0x", ""), word.startsWith("0x") ? 16 : 10));
        FdtException refused = assertThrows(FdtException.class, () -> FdtReader.read(dtb));
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @Test
    void refusesNestingWithoutEnd() {
        ByteBuffer dtb = ByteBuffer.wrap(new byte[1 << 20]);
        dtb.putInt(0xd00dfeed)
                .putInt(1 << 20)
                .putInt(56)
                .putInt(40)
                .putInt(40)
                .putInt(17)
                .putInt(16);
        dtb.putInt(32, 0).putInt(36, (1 << 20) - 56);
        for (int at = 56; at + 8 <= 1 << 20; at += 8) {
            dtb.putInt(at, 1);
        }
        FdtException refused = assertThrows(FdtException.class, () -> FdtReader.read(dtb.array()));
        assertTrue(refused.getMessage().startsWith("depth of nodes"), refused.getMessage());
    }

    @Test
    void refusesTwoOfOneNameInANode() {
        FdtBuilder twice = FdtBuilder.root().cells("a", 1).cells("a", 2);
        assertThrows(IllegalArgumentException.class, twice::build);
    }
}
