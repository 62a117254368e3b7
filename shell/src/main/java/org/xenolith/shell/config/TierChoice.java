// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** What runs the guest code that is executed often; key {@code xenolith_tier}. */
public enum TierChoice implements Choice {
    /** The interpreter of the intermediate representation. */
    INTERPRETER("interpreter"),
    /** JVM bytecode. */
    COMPILED("compiled");

    private final String word;

    TierChoice(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
