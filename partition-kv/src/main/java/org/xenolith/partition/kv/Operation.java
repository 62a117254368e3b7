// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.kv;

/** What a request asks for: the number in its first word. */
final class Operation {
    /** Words 1 and 2: a region's handle, low and high 32 bits. The region is the machine's from then on. */
    static final int ATTACH = 1;

    /** Gives the machine's region up. */
    static final int DETACH = 2;

    /** Words 1 to 4: offset and length of the key, offset and length of the value. */
    static final int PUT = 3;

    /** Words 1 to 4: offset and length of the key, offset of and room for the value; answers the value's length. */
    static final int GET = 4;

    /** Words 1 and 2: offset and length of the key. */
    static final int DELETE = 5;

    /** Answers the number of keys, and the bytes of all keys and values. */
    static final int COUNT = 6;

    private Operation() {}
}
