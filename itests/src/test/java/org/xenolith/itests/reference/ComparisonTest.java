// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison finds what differs, and its rules excuse no more than they say. */
class ComparisonTest {
    private static final ReferenceBoot BOOT = new ReferenceBoot("4.23", "v3", 1, false);

    static List<ReferenceBoot> boots() {
        return ReferenceBoot.all();
    }

    private static List<String> differences(UnaryOperator<List<String>> change) {
        List<String> own = change.apply(new ArrayList<>(BOOT.transcript()));
        return new Comparison(Allowance.of(BOOT)).differences(BOOT.transcript(), own);
    }

    private static List<String> replaced(List<String> lines, String from, String to) {
        assertTrue(lines.contains(from), from);
        lines.set(lines.indexOf(from), to);
        return lines;
    }

    @ParameterizedTest
    @MethodSource("boots")
    void aTranscriptEqualsItself(ReferenceBoot boot) {
        assertTrue(boot.transcript().size() > 200);
        assertEquals(List.of(), new Comparison(Allowance.of(boot)).differences(boot.transcript(), boot.transcript()));
    }

    @Test
    void everyRuleIsForALineOfATranscript() {
        List<String> lines =
                boots().stream().flatMap(boot -> boot.transcript().stream()).toList();
        for (Allowance rule : Allowance.all()) {
            assertTrue(lines.stream().anyMatch(rule::matches), () -> "no line for " + rule);
        }
    }

    @Test
    void everySingleLineCounts() {
        int excused = 0;
        List<String> xen = BOOT.transcript();
        for (int i = 0; i < xen.size(); i++) {
            int at = i;
            List<String> missing = differences(lines -> {
                lines.remove(at);
                return lines;
            });
            assertFalse(missing.isEmpty(), () -> "not missed: " + xen.get(at));
            List<String> changed = differences(lines -> {
                lines.set(at, lines.get(at) + "!");
                return lines;
            });
            excused += changed.isEmpty() ? 1 : 0;
        }
        assertEquals(0, excused);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CPU features: detected: Spectre-v2; CPU features: detected: Spectre-v1",
                "GICv3: 224 SPIs implemented; GICv3: 256 SPIs implemented",
                "' 11:        651     GICv3  27 Level     arch_timer'; ' 11:        651     GICv3  30 Level     arch_timer'",
                "Freeing initrd memory: 964K; Freeing initrd memory: 968K",
                "'  4ff62000-4ff63fff : reserved'; '  4ff62000-4ff64fff : reserved'",
            })
    void aChangedLineIsFound(String from, String to) {
        assertEquals(1, differences(lines -> replaced(lines, from, to)).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "node 0 deferred pages initialised in 4ms; node 0 deferred pages initialised in 12ms",
                "'  00 00 00 00 48 2f 10 6a'; '  00 00 00 00 48 2f 1f ff'",
                "' 11:        651     GICv3  27 Level     arch_timer'; ' 11:          7     GICv3  27 Level     arch_timer'",
                "MemFree:          214304 kB; MemFree:           99999 kB",
            })
    void aPartThatMayDifferIsExcused(String from, String to) {
        assertEquals(List.of(), differences(lines -> replaced(lines, from, to)));
    }

    @Test
    void aLineThatMayMoveMayNotVanishOrComeTwice() {
        String line = "kvm [1]: HYP mode not available";
        assertEquals(List.of(), differences(lines -> {
            lines.remove(line);
            lines.addFirst(line);
            return lines;
        }));
        assertEquals(
                1,
                differences(lines -> replaced(lines, line, "")).stream()
                        .filter(difference -> difference.startsWith("anywhere"))
                        .count());
        assertEquals(
                1,
                differences(lines -> {
                            lines.add(line);
                            return lines;
                        })
                        .size());
    }

    @Test
    void aLineThatMayBeMissingMayNotBeHereAlone() {
        List<Allowance> rules = List.of(Allowance.parse("missing | all | late \\d+ | = | never late"));
        List<String> with = List.of("a", "late 3", "b");
        List<String> without = List.of("a", "b");
        assertEquals(List.of(), new Comparison(rules).differences(with, without));
        assertFalse(new Comparison(rules).differences(without, with).isEmpty());
        assertFalse(new Comparison(rules).differences(with, List.of("a", "c")).isEmpty());
    }

    @Test
    void aConsoleIsReadAsTheTranscriptsWere() {
        assertEquals(
                List.of("Booting", "", "  00 [x]"), Comparison.lines("[    0.000000] Booting \r\n\r\n  00 [x]\r\n"));
    }

    @Test
    void aRuleWithoutAReasonIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Allowance.parse("part | all | a | = | "));
        assertThrows(IllegalArgumentException.class, () -> Allowance.parse("part | all | a | ="));
    }
}
