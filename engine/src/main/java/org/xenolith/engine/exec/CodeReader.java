// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import org.xenolith.engine.mmu.HostMemory;

/** Reads the guest code of one page for a translation. */
public final class CodeReader {
    private long pc;
    private long physical;
    private long host;
    private CodePage page;

    CodeReader(CodePage page) {
        this.page = page;
    }

    void position(long address, long physicalAddress, long hostAddress, CodePage codePage) {
        pc = address;
        physical = physicalAddress;
        host = hostAddress;
        page = codePage;
    }

    /** Returns the guest-virtual address of the next byte. */
    public long pc() {
        return pc;
    }

    /** Returns how many bytes are left in the page. */
    public int remaining() {
        return 4096 - (int) (physical & 4095);
    }

    /** Tells whether the instruction at the current position has been seen to reach a device. */
    public boolean reachesDevice() {
        return page.isIo(physical);
    }

    /** Reads 4 bytes, little endian, and moves on; at least 4 bytes must remain. */
    public int next32() {
        int word = (int) HostMemory.get(host, 2);
        skip(4);
        return word;
    }

    /** Reads a byte and moves on; at least one byte must remain. */
    public int next8() {
        int value = (int) HostMemory.get(host, 0);
        skip(1);
        return value;
    }

    private void skip(int bytes) {
        pc += bytes;
        physical += bytes;
        host += bytes;
    }
}
