// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.ffa;

import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A direct request and, once the partition has returned, its response. Valid only inside {@link
 * SecurePartition#direct}, on its thread.
 */
@ProviderType
public interface DirectMessage {
    /** Returns the endpoint id of the sender. */
    int sender();

    /** Returns the UUID that the request names; nil for a request of the first type. */
    UUID protocol();

    /** Returns the number of payload words: 5 (w3 to w7, x3 to x7) or 14 (x4 to x17, requests of type 2). */
    int words();

    /** Returns the bits of a payload word: 32 or 64. */
    int wordBits();

    /**
     * Returns a word of the payload.
     *
     * @param index 0 to {@link #words} - 1
     * @return the word, zero extended
     */
    long word(int index);

    /** Sets a word of the response; upper bits that do not fit are dropped. See {@link #word}. */
    void setWord(int index, long value);

    /**
     * Gives the caller its turn back without a response [FFA_YIELD]; returns when it is run again.
     *
     * @throws IllegalStateException if the partition is called on the guest's own thread and cannot wait, or is
     *     stopped meanwhile
     */
    void yield();
}
