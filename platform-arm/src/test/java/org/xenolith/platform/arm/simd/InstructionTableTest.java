// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the tables: well formed, apart from one another, and each with its method. */
class InstructionTableTest {
    private static Set<Method> instructions() {
        return Instructions.classes().stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .collect(Collectors.toSet());
    }

    @Test
    void everyRowHasAMethodAndEveryMethodARow() {
        assertEquals(
                instructions(),
                EncodingRow.ALL.stream().map(EncodingRow::javaMethod).collect(Collectors.toSet()));
    }

    @Test
    void methodNamesAndRowNamesAreUnique() {
        Set<String> methods = instructions().stream().map(Method::getName).collect(Collectors.toSet());
        assertEquals(instructions().size(), methods.size());
        Set<String> rows = new TreeSet<>();
        EncodingRow.ALL.forEach(row -> assertTrue(rows.add(row.name()), row.name()));
    }

    @Test
    void noInstructionClassHasAnotherMethodOfTheShapeOfAnInstruction() {
        List<Class<?>> shape = List.of(long[].class, int.class, long.class, long.class);
        for (Class<?> type : Instructions.classes()) {
            for (Method method : type.getDeclaredMethods()) {
                boolean open = !Modifier.isPrivate(method.getModifiers());
                if (open && List.of(method.getParameterTypes()).equals(shape)) {
                    assertTrue(Modifier.isPublic(method.getModifiers()), method.toString());
                }
            }
        }
    }

    @Test
    void rowsDoNotOverlap() {
        Set<String> overlaps = new HashSet<>();
        for (int i = 0; i < 1 << 19; i++) {
            int word = i >>> 15 << 28 | 7 << 25 | (i >>> 14 & 1) << 24 | (i & 0x3FFF) << 10;
            List<String> rows = EncodingRow.ALL.stream()
                    .filter(row -> row.matches(word))
                    .map(EncodingRow::name)
                    .toList();
            if (rows.size() > 1) {
                overlaps.add(rows.toString());
            }
        }
        assertEquals(Set.of(), overlaps);
    }

    /** ADD 1D, MUL 2D, SQDMULH 16B, ADDV 2S, SADDLV 2D, DUP 1D, UMOV of no size, SSHR 1D, EXT 8B from 8, ZIP1 1D. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0EE08400,
                0x4EE09C00,
                0x4E20B400,
                0x0EB1B800,
                0x4EF03800,
                0x0E080400,
                0x0E003C00,
                0x0F400400,
                0x2E004000,
                0x0EC03800
            })
    void reservedFormsHaveNoRow(int word) {
        assertFalse(EncodingRow.ALL.stream().anyMatch(row -> row.matches(word)));
    }
}
