// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.console;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes a guest's output. Called by one thread at a time; a slow sink slows the guest, so it hands over and returns. */
@FunctionalInterface
@ConsumerType
public interface ConsoleSink {
    /**
     * Takes bytes.
     *
     * @param bytes valid only during the call
     */
    void accept(byte[] bytes, int offset, int length);
}
