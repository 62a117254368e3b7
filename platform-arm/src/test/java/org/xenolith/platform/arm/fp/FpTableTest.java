// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of floating-point encodings: well formed, unambiguous, and every instruction in it exists. */
class FpTableTest {
    private static final Set<String> OPERANDS = Set.of("", "(->Rd)", "(Rn->)", "(->nzcv)", "(nzcv->nzcv)", "(nzcv->)");

    private final List<FpTable.Row> rows = FpTable.rows();

    @Test
    void everyHandlerIsAPublicStaticMethodOfTheHelpersShape() throws ReflectiveOperationException {
        for (FpTable.Row row : rows) {
            Method method = row.method();
            assertTrue(
                    Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()), row.name());
            assertEquals(long.class, method.getReturnType(), row.name());
            assertTrue(OPERANDS.contains(row.operands()), row.name());
        }
    }

    @Test
    void everyHandlerIsNamedByARowAndNoTwoShareAName() throws ReflectiveOperationException {
        Map<String, Class<?>> named = new HashMap<>();
        Set<Class<?>> owners = new HashSet<>();
        for (FpTable.Row row : rows) {
            Class<?> owner = row.method().getDeclaringClass();
            owners.add(owner);
            Class<?> before = named.put(row.method().getName(), owner);
            assertTrue(before == null || before == owner, row.name());
        }
        Set<String> declared = owners.stream()
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertEquals(declared, named.keySet());
    }

    @Test
    void namesAreUniqueAndNoWordHasTwoRows() {
        assertEquals(
                rows.size(), rows.stream().map(FpTable.Row::name).distinct().count());
        for (FpTable.Row a : rows) {
            Stream<FpTable.Row> overlapping = rows.stream()
                    .filter(b -> !b.name().equals(a.name()) && ((a.value() ^ b.value()) & a.mask() & b.mask()) == 0);
            assertEquals(
                    List.of(), overlapping.map(b -> a.name() + " " + b.name()).toList());
        }
    }

    @Test
    void reservedEncodingsHaveNoRow() {
        Map<String, Integer> reserved = Map.ofEntries(
                Map.entry("fadd h0, h1, h2", 0x1ee22820),
                Map.entry("type 10", 0x1ea22820),
                Map.entry("fadd v0.1d, v1.1d, v2.1d", 0x0e62d420),
                Map.entry("fadd v0.4h, v1.4h, v2.4h", 0x0e421420),
                Map.entry("fcvt to its own size", 0x1e224020),
                Map.entry("fcvtzs w0, s1 with 33 fraction bits", 0x1e187c20),
                Map.entry("fmov w0, d1", 0x1e660020),
                Map.entry("fmov x0, s1", 0x9e260020),
                Map.entry("fmov w0, v1.d[1]", 0x1eae0020),
                Map.entry("fjcvtzs w0, d1", 0x1e7e0020),
                Map.entry("frint32z s0, s1", 0x1e284020),
                Map.entry("fmaxv s0, v1.2s", 0x2e30f820),
                Map.entry("fmul v0.2d by element with L", 0x4fe29020),
                Map.entry("fmul v0.1d by element", 0x0fc29020),
                Map.entry("scvtf v0.1d fixed", 0x0f40e420),
                Map.entry("scvtf v0.4h fixed", 0x0f10e420),
                Map.entry("fmov v0.1d immediate", 0x2f00f400),
                Map.entry("urecpe of doubles", 0x4ee1c820),
                Map.entry("fcvtxn from singles", 0x2e216820));
        reserved.forEach((what, word) -> assertNull(FpTable.decode(rows, word), what));
        assertEquals("fadd.scalar", FpTable.decode(rows, 0x1e622820).name());
    }
}
