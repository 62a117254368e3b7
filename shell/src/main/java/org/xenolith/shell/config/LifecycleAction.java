// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

/** What happens to a domain that has stopped; keys {@code on_poweroff}, {@code on_reboot}, {@code on_crash}. */
public enum LifecycleAction implements Choice {
    /** The domain goes away. */
    DESTROY("destroy"),
    /** The domain is built and started again. */
    RESTART("restart"),
    /** The domain stays, stopped, to be looked at. */
    PRESERVE("preserve");

    private final String word;

    LifecycleAction(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
