// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.code;

/**
 * What has become of a domain's code, since it was created.
 *
 * @param blocks straight pieces of guest code
 * @param regions blocks that are compiled together
 * @param execution how it was executed
 */
public record CodeCounters(Blocks blocks, Regions regions, Execution execution) {
    /**
     * Blocks.
     *
     * @param translated from guest code, and kept
     * @param optimised before they are interpreted further
     * @param compiled as members of regions; one of several regions counts as often
     * @param invalidated since their code was written or unmapped
     * @param translationNanos host time that translation took
     */
    public record Blocks(long translated, long optimised, long compiled, long invalidated, long translationNanos) {}

    /**
     * Regions.
     *
     * @param compiled and used
     * @param tooLarge made and thrown away, since the host would not have compiled their method
     * @param dropped with a block of theirs, or for another one from the same block
     * @param bytecode bytes of bytecode of those compiled
     * @param compilationNanos host time from blocks to a class; that of the host's own compiler is not known here
     */
    public record Regions(long compiled, long tooLarge, long dropped, long bytecode, long compilationNanos) {}

    /**
     * Guest instructions, and how compiled code was left.
     *
     * @param interpreted instructions that were interpreted
     * @param compiled instructions that were executed by compiled code
     * @param chained times that one region led to the next
     * @param unchained times that compiled code was left for the search for the next block
     */
    public record Execution(long interpreted, long compiled, long chained, long unchained) {}

    /** Returns the counters as lines of text. */
    public String text() {
        long executed = execution.interpreted + execution.compiled;
        return String.format(
                """
                instructions  %,d interpreted, %,d compiled (%.1f %%)
                blocks        %,d translated in %.3f s, %,d optimised, %,d compiled, %,d invalidated
                regions       %,d compiled in %.3f s, %,d bytes of bytecode, %,d too large, %,d dropped
                exits         %,d chained, %,d unchained""",
                execution.interpreted,
                execution.compiled,
                100.0 * execution.compiled / Math.max(1, executed),
                blocks.translated,
                blocks.translationNanos / 1e9,
                blocks.optimised,
                blocks.compiled,
                blocks.invalidated,
                regions.compiled,
                regions.compilationNanos / 1e9,
                regions.bytecode,
                regions.tooLarge,
                regions.dropped,
                execution.chained,
                execution.unchained);
    }
}
