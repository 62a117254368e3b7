// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.platform.arm.Vectors;

/** Every word of the frames at every width in both directions, as a Xen guest finds them. */
class GicRegisterTest {
    record Row(
            GicVersion version,
            String frame,
            int first,
            int last,
            String name,
            String read,
            long reset,
            Writes writes) {
        static Row parse(String line) {
            String[] f = line.split(" +");
            Writes writes = new Writes(
                    widths(f[7]),
                    f[8].equals("all") ? 0xFFFF_FFFFL : Long.parseLong(f[8], 16),
                    Long.parseLong(f[9], 16));
            return new Row(
                    GicVersion.valueOf(f[0].toUpperCase(Locale.ROOT)),
                    f[1],
                    Integer.parseInt(f[2], 16),
                    Integer.parseInt(f[3], 16),
                    f[4],
                    widths(f[5]),
                    Long.parseLong(f[6], 16),
                    writes);
        }

        private static String widths(String text) {
            return text.equals("-") ? "" : text;
        }

        @Override
        public String toString() {
            return version + " " + frame + " " + Integer.toHexString(first) + " " + name;
        }
    }

    record Writes(String widths, long written, long readBack) {}

    static List<Row> rows() {
        return Vectors.lines(GicRegisterTest.class, "registers.txt").stream()
                .map(Row::parse)
                .toList();
    }

    private static MmioHandler fresh(Row row) {
        Gic gic = new Gic(new GicConfig(row.version, GicProfile.XEN, 2, 32), IrqOutput.UNCONNECTED);
        return row.frame.equals("D") ? gic.distributor() : gic.redistributors();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void readsTheResetValueAtTheAcceptedWidthsAndFaultsAtOthers(Row row) {
        MmioHandler frame = fresh(row);
        for (int offset = row.first; offset <= row.last; offset += 4) {
            for (int width = 1; width <= 8; width *= 2) {
                boolean accepted = row.read.indexOf('0' + width) >= 0;
                long mask = (1L << 8 * Math.min(width, 4)) - 1;
                String expected = accepted ? Long.toHexString(row.reset & mask) : "fault";
                assertEquals(
                        expected, read(frame, offset, width), row + " +" + (offset - row.first) + " width " + width);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void takesWritesAtTheAcceptedWidthsAndFaultsAtOthers(Row row) {
        MmioHandler frame = fresh(row);
        for (int offset = row.first; offset <= row.last; offset += 4) {
            for (int width = 1; width <= 8; width *= 2) {
                boolean accepted = row.writes.widths.indexOf('0' + width) >= 0;
                String expected = accepted ? "done" : "fault";
                long value = width == 8 ? row.writes.written : row.writes.written & (1L << 8 * width) - 1;
                assertEquals(
                        expected,
                        write(frame, offset, width, value),
                        row + " +" + (offset - row.first) + " width " + width);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void readsBackWhatAWordWriteLeaves(Row row) {
        MmioHandler frame = fresh(row);
        for (int offset = row.first; offset <= row.last; offset += 4) {
            write(frame, offset, 4, row.writes.written);
            String expected = row.read.indexOf('4') >= 0 ? Long.toHexString(row.writes.readBack) : "fault";
            assertEquals(expected, read(frame, offset, 4), row + " +" + (offset - row.first));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyByteOfAWordBelongsToItsRow(Row row) {
        MmioHandler frame = fresh(row);
        for (int offset = row.first; offset <= row.last; offset++) {
            for (int width = 1; width <= 8; width *= 2) {
                boolean accepted = row.read.indexOf('0' + width) >= 0;
                assertEquals(accepted, !read(frame, offset, width).equals("fault"), row + " at " + offset);
            }
        }
    }

    /** The low word of a read, so that rows of 64-bit registers state one value a word. */
    private static String read(MmioHandler frame, int offset, int width) {
        try {
            return Long.toHexString(frame.read(0, offset, width) & 0xFFFF_FFFFL);
        } catch (BusFault fault) {
            return "fault";
        }
    }

    private static String write(MmioHandler frame, int offset, int width, long value) {
        try {
            frame.write(0, offset, width, value);
            return "done";
        } catch (BusFault fault) {
            return "fault";
        }
    }
}
