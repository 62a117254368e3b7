// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Instructions that move bytes, against the bytes of the registers written out one after the other. */
class PermutationTest {
    private static final List<String> METHODS = List.of(
            "zip1",
            "zip2",
            "uzp1",
            "uzp2",
            "trn1",
            "trn2",
            "ext",
            "tbl",
            "tbx",
            "rev16",
            "rev32",
            "rev64",
            "rbit",
            "dupElement",
            "dupScalar",
            "dupGeneral",
            "insElement",
            "insGeneral");

    @Provide
    Arbitrary<EncodingRow> rows() {
        return Arbitraries.of(EncodingRow.ALL.stream()
                .filter(row -> METHODS.contains(row.method()))
                .toList());
    }

    @Property(tries = 10_000)
    void everyByteComesFromItsPlace(@ForAll("rows") EncodingRow row, @ForAll long seed) {
        int word = row.word(new Random(seed));
        long[] r = RegisterFiles.random(seed);
        byte[] before = bytes(r);
        byte[] general = bytes(new long[] {r[word >>> 5 & 15]});
        row.execute(r, word);
        byte[] expected = before.clone();
        int d = 16 * (word & 31);
        boolean scalar = row.method().equals("dupScalar");
        int imm5 = word >>> 16 & 31;
        int size = scalar ? Integer.lowestOneBit(imm5) : (word & 1 << 30) != 0 ? 16 : 8;
        boolean inserts = row.method().startsWith("ins");
        for (int i = 0; i < 16 && !inserts; i++) {
            expected[d + i] = i < size ? source(row.method(), word, before, general, i, size) : 0;
        }
        if (inserts) {
            int e = Integer.lowestOneBit(imm5);
            for (int i = 0; i < e; i++) {
                int from = 16 * (word >>> 5 & 31) + (word >>> 11 & 15) / e * e + i;
                expected[d + imm5 / (2 * e) * e + i] = row.readsGeneral() ? general[i] : before[from];
            }
        }
        assertArrayEquals(expected, bytes(r), () -> "%s %08x".formatted(row.name(), word));
    }

    private static byte source(String method, int word, byte[] v, byte[] general, int i, int size) {
        int e = 1 << (word >>> 22 & 3);
        int imm5 = word >>> 16 & 31;
        int n = 16 * (word >>> 5 & 31);
        int m = 16 * (word >>> 16 & 31);
        int lane = i / e;
        int half = size / e / 2;
        IntUnaryOperator both = k -> v[(k < size / e ? n + k * e : m + k * e - size) + i % e];
        int width = Integer.lowestOneBit(imm5);
        return (byte)
                switch (method) {
                    case "zip1" -> v[(lane % 2 == 0 ? n : m) + lane / 2 * e + i % e];
                    case "zip2" -> v[(lane % 2 == 0 ? n : m) + (half + lane / 2) * e + i % e];
                    case "uzp1" -> both.applyAsInt(2 * lane);
                    case "uzp2" -> both.applyAsInt(2 * lane + 1);
                    case "trn1" -> v[(lane % 2 == 0 ? n : m) + lane / 2 * 2 * e + i % e];
                    case "trn2" -> v[(lane % 2 == 0 ? n : m) + (lane / 2 * 2 + 1) * e + i % e];
                    case "ext" -> {
                        int at = (word >>> 11 & 15) + i;
                        yield at < size ? v[n + at] : v[m + at - size];
                    }
                    case "tbl", "tbx" -> {
                        int index = v[m + i] & 0xFF;
                        int otherwise = method.equals("tbl") ? 0 : v[16 * (word & 31) + i];
                        yield index < 16 * ((word >>> 13 & 3) + 1) ? v[(n + index) % 512] : otherwise;
                    }
                    case "rev16" -> v[n + (i ^ 1)];
                    case "rev32" -> v[n + (i ^ (4 - e))];
                    case "rev64" -> v[n + (i ^ (8 - e))];
                    case "rbit" -> Integer.reverse(v[n + i]) >>> 24;
                    case "dupElement", "dupScalar" -> v[n + imm5 / (2 * width) * width + i % width];
                    case "dupGeneral" -> general[i % width];
                    default -> throw new IllegalArgumentException(method);
                };
    }

    @Property(tries = 2_000)
    void elementsMoveToGeneralRegisters(@ForAll long seed) {
        for (EncodingRow row :
                EncodingRow.ALL.stream().filter(EncodingRow::writesGeneral).toList()) {
            int word = row.word(new Random(seed));
            long[] r = RegisterFiles.random(seed);
            int imm5 = word >>> 16 & 31;
            int e = Integer.lowestOneBit(imm5);
            int at = 16 * (word >>> 5 & 31) + imm5 / (2 * e) * e;
            byte[] element = Arrays.copyOfRange(bytes(r), at, at + e);
            long value = 0;
            for (int i = 0; i < e; i++) {
                value |= (element[i] & 0xFFL) << 8 * i;
            }
            if (row.method().startsWith("smov") && element[e - 1] < 0 && e < 8) {
                value |= -1L << 8 * e;
            }
            row.execute(r, word);
            assertEquals(row.method().equals("smovW") ? value & 0xFFFFFFFFL : value, r[word & 31], row.name());
        }
    }

    /** V0 to V31, or other registers, in memory order. */
    private static byte[] bytes(long[] r) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * Math.min(r.length, 64)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = r.length == 128 ? 64 : 0; i < r.length; i++) {
            buffer.putLong(r[i]);
        }
        return buffer.array();
    }
}
