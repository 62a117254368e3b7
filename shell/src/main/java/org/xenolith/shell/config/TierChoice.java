// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** What executes guest code; key {@code xenolith_tier}. */
public enum TierChoice implements Choice {
    /** The interpreter of the intermediate representation alone. */
    INTERPRETER("interpreter"),
    /** Hot code as JVM bytecode, cold code by the interpreter. */
    COMPILED("compiled"),
    /** All code as JVM bytecode from the first time on, which is slow. */
    COMPILED_AT_ONCE("compiled-at-once");

    private final String word;

    TierChoice(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
