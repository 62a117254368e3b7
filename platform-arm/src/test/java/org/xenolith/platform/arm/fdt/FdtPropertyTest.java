// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FdtPropertyTest {
    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyTreeIsReadBackEqualAndWrittenTheSameTwice(@ForAll("trees") Fdt tree) throws FdtException {
        byte[] dtb = FdtWriter.write(tree);
        Fdt read = FdtReader.read(dtb);
        assertEquals(tree, read);
        assertArrayEquals(dtb, FdtWriter.write(read));
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void damagedTreesAreReadOrRefusedAndNothingElse(
            @ForAll("trees") Fdt tree,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = Integer.MAX_VALUE) Integer> places,
            @ForAll("words") int word) {
        byte[] dtb = FdtWriter.write(tree);
        for (int place : places) {
            int at = place % dtb.length & ~3;
            for (int i = 0; i < 4 && at + i < dtb.length; i++) {
                dtb[at + i] = (byte) (word >> 24 - 8 * i);
            }
        }
        readOrRefuse(dtb);
    }

    @Property(tries = 5000)
    void noiseIsRefused(@ForAll byte[] noise) {
        readOrRefuse(noise);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyPrefixOfATreeIsRefused(@ForAll("trees") Fdt tree, @ForAll @IntRange(max = 1 << 20) int cut) {
        byte[] dtb = FdtWriter.write(tree);
        byte[] prefix = Arrays.copyOf(dtb, cut % dtb.length);
        try {
            FdtReader.read(prefix);
            throw new AssertionError("read a tree cut at " + prefix.length);
        } catch (FdtException refused) {
            assertTrue(!refused.getMessage().isEmpty());
        }
    }

    private static void readOrRefuse(byte[] dtb) {
        try {
            Fdt tree = FdtReader.read(dtb);
            assertTrue(FdtText.of(tree).endsWith("};\n"));
        } catch (FdtException refused) {
            assertTrue(!refused.getMessage().isEmpty());
        }
    }

    @Provide
    Arbitrary<Integer> words() {
        return Arbitraries.oneOf(
                Arbitraries.of(0, 1, 2, 3, 4, 9, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x10, 0x7ffffff0),
                Arbitraries.integers(),
                Arbitraries.integers().between(0, 1024));
    }

    @Provide
    Arbitrary<Fdt> trees() {
        Arbitrary<FdtNode> leaf = node(Arbitraries.just(List.of()));
        Arbitrary<List<FdtNode>> children = Arbitraries.recursive(
                () -> leaf.list().ofMaxSize(3).uniqueElements(FdtNode::name),
                inner -> node(inner).list().ofMaxSize(3).uniqueElements(FdtNode::name),
                0,
                3);
        Arbitrary<Fdt.Reservation> reservation = Combinators.combine(
                        Arbitraries.longs(), Arbitraries.longs().greaterOrEqual(1))
                .as(Fdt.Reservation::new);
        return Combinators.combine(reservation.list().ofMaxSize(3), Arbitraries.integers(), properties(), children)
                .as((reserved, cpu, properties, nodes) -> new Fdt(reserved, cpu, new FdtNode("", properties, nodes)));
    }

    private static Arbitrary<FdtNode> node(Arbitrary<List<FdtNode>> children) {
        return Combinators.combine(name(), properties(), children).as(FdtNode::new);
    }

    private static Arbitrary<List<FdtProperty>> properties() {
        Arbitrary<byte[]> value = Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
        return Combinators.combine(name(), value)
                .as(FdtProperty::new)
                .list()
                .ofMaxSize(4)
                .uniqueElements(FdtProperty::name);
    }

    private static Arbitrary<String> name() {
        return Arbitraries.strings()
                .withCharRange('a', 'e')
                .withChars("#,@\u00e9")
                .ofMinLength(1)
                .ofMaxLength(6);
    }
}
