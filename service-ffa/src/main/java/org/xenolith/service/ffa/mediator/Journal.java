// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

/** Where the mediator writes what an operator should know. Lines that a guest can cause are limited by the receiver. */
public interface Journal {
    /** Nobody listens. */
    Journal NONE = new Journal() {
        @Override
        public void info(String line) {}

        @Override
        public void error(String line) {}
    };

    /** Something worth knowing. */
    void info(String line);

    /** Something is wrong. */
    void error(String line);
}
