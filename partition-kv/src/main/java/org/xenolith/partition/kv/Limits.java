// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.kv;

/**
 * How much is kept, for each virtual machine.
 *
 * @param keys number of keys, from 1
 * @param keyBytes longest key, bytes
 * @param valueBytes longest value, bytes
 * @param bytes all keys and values together
 */
record Limits(int keys, int keyBytes, int valueBytes, int bytes) {
    Limits {
        if (keys < 1 || keyBytes < 1 || valueBytes < 0 || bytes < 1) {
            throw new IllegalArgumentException("keys " + keys + ", key.bytes " + keyBytes + ", value.bytes "
                    + valueBytes + ", bytes " + bytes + "; allowed: at least 1, value.bytes at least 0");
        }
    }
}
