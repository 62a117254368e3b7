// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

/**
 * The DMA request outputs [DDI0183 2.4.5].
 *
 * @param receiveSingle the receive FIFO has a character
 * @param receiveBurst it is at its trigger level
 * @param transmitSingle the transmit FIFO has room for a character
 * @param transmitBurst it is at its trigger level or below
 */
record DmaRequests(boolean receiveSingle, boolean receiveBurst, boolean transmitSingle, boolean transmitBurst) {}
