// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.ffa;

import java.util.UUID;

/**
 * An indirect message: bytes that a sender put into its transmit buffer.
 *
 * @param sender endpoint id of the sender
 * @param protocol the UUID that it names, nil if none
 * @param payload a copy of the bytes, 1 to 4076
 */
public record IndirectMessage(int sender, UUID protocol, byte[] payload) {}
