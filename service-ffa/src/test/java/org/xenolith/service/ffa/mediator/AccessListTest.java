// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that say who sees whom. */
class AccessListTest {
    private static final FakeMachine A = new FakeMachine(0, 1, true);
    private static final FakeMachine B = new FakeMachine(1, 1, true);
    private static final FakeMachine C = new FakeMachine(2, 1, true);

    @ParameterizedTest
    @CsvSource({
        "A -> B, true, false, false",
        "A <-> B, true, true, false",
        "name:A -> id:2, true, false, false",
        "id:0x1 -> uuid:00000000-0000-0007-0000-000000000001, true, false, false",
        "* -> B, true, false, false",
        "* -> *, true, true, true",
        "UUID:00000000-0000-0007-0000-000000000000 -> *, true, false, true"
    })
    void aRuleAllows(String rule, boolean aToB, boolean bToA, boolean aToC) {
        AccessList list = AccessList.of(rule);
        assertFalse(list.isOpen());
        assertEquals(aToB, list.allows(A, B));
        assertEquals(bToA, list.allows(B, A));
        assertEquals(aToC, list.allows(A, C));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "A - B", "A -> ", "-> B", "A -> B -> C", "A -> id:x", "A -> uuid:1", "A -> mac:1"})
    void whatIsNoRuleIsRefusedAndNamed(String rule) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> AccessList.of("A -> B", rule))
                .getMessage()
                .contains(rule));
    }

    @Test
    void noRuleIsOpen() {
        assertTrue(AccessList.of("", " ").isOpen());
        assertTrue(AccessList.OPEN.allows(A, C));
    }
}
