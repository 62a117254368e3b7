// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of behaviour, each row in each profile that it is about. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VectorRowsTest {
    static Stream<FfaRow> rows() {
        return Stream.of("dispatch", "discovery", "buffers", "messages", "notifications", "memory")
                .flatMap(table -> FfaRow.read(table + ".rows").stream());
    }

    @Test
    void everyRowHasAnIdentifierOfItsOwn() {
        List<String> ids = rows().map(row -> row.id() + row.profile()).toList();
        assertEquals(ids.stream().distinct().toList(), ids);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void holds(FfaRow row) {
        new FfaScript(row.profile()).run(row);
    }
}
