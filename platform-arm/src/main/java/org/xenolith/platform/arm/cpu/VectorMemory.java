// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.cpu;

import org.xenolith.engine.exec.SoftMmu;
import org.xenolith.engine.mmu.Access;

/**
 * Loads and stores of interleaved structures and single elements [DDI0487 C7.2, LD1 to LD4, ST1 to ST4]: helpers of
 * translated code. All elements are read before a register changes, so a fault finds the state before the instruction.
 */
final class VectorMemory {
    private VectorMemory() {}

    private static final int V0 = ArmRegisters.V0;

    private static int log2(int word) {
        return (word >>> 10) & 3;
    }

    private static long element(long[] r, int v, int log2, int index) {
        int bit = (index << log2) * 8;
        long half = r[V0 + 2 * v + (bit >>> 6)];
        return log2 == 3 ? half : (half >>> (bit & 63)) & ((1L << (8 << log2)) - 1);
    }

    private static void setElement(long[] r, int v, int log2, int index, long value) {
        int bit = (index << log2) * 8;
        int slot = V0 + 2 * v + (bit >>> 6);
        if (log2 == 3) {
            r[slot] = value;
            return;
        }
        long mask = ((1L << (8 << log2)) - 1) << (bit & 63);
        r[slot] = (r[slot] & ~mask) | ((value << (bit & 63)) & mask);
    }

    private static int interleaved(int word) {
        return switch ((word >>> 12) & 15) {
            case 0b1000 -> 2;
            case 0b0100 -> 3;
            default -> 4;
        };
    }

    static long loadStructures(ArmCpu cpu, int word, long address, long b) {
        int registers = interleaved(word);
        boolean full = (word >>> 30 & 1) != 0;
        int log2 = log2(word);
        int elements = (full ? 16 : 8) >> log2;
        long[] scratch = cpu.vectorScratch;
        java.util.Arrays.fill(scratch, 0);
        for (int i = 0; i < elements * registers; i++) {
            long value = SoftMmu.load(cpu, address + ((long) i << log2), log2 | Access.MEMORY_ONLY);
            int v = i % registers;
            int bit = ((i / registers) << log2) * 8;
            scratch[2 * v + (bit >>> 6)] |= value << (bit & 63);
        }
        for (int v = 0; v < registers; v++) {
            int slot = V0 + 2 * ((word + v) & 31);
            cpu.r[slot] = scratch[2 * v];
            cpu.r[slot + 1] = scratch[2 * v + 1];
        }
        return 0;
    }

    static long storeStructures(ArmCpu cpu, int word, long address, long b) {
        int registers = interleaved(word);
        boolean full = (word >>> 30 & 1) != 0;
        int log2 = log2(word);
        int elements = (full ? 16 : 8) >> log2;
        for (int i = 0; i < elements * registers; i++) {
            long value = element(cpu.r, (word + i % registers) & 31, log2, i / registers);
            SoftMmu.store(cpu, address + ((long) i << log2), value, log2 | Access.MEMORY_ONLY);
        }
        return 0;
    }

    private static int singleRegisters(int word) {
        return 1 + (word >>> 21 & 1) + ((word >>> 13 & 1) << 1);
    }

    private static int singleLog2(int word) {
        int scale = (word >>> 14) & 3;
        if (scale == 3) {
            return log2(word);
        }
        return scale == 2 && (word >>> 10 & 1) != 0 ? 3 : scale;
    }

    private static int singleIndex(int word, int log2) {
        int index = ((word >>> 30 & 1) << 3) | ((word >>> 12 & 1) << 2) | log2(word);
        return index >>> log2;
    }

    static long loadElements(ArmCpu cpu, int word, long address, long b) {
        int registers = singleRegisters(word);
        int log2 = singleLog2(word);
        long[] scratch = cpu.vectorScratch;
        for (int i = 0; i < registers; i++) {
            scratch[i] = SoftMmu.load(cpu, address + ((long) i << log2), log2 | Access.MEMORY_ONLY);
        }
        boolean replicate = ((word >>> 14) & 3) == 3;
        for (int i = 0; i < registers; i++) {
            int v = (word + i) & 31;
            if (replicate) {
                replicate(cpu.r, v, log2, scratch[i], (word >>> 30 & 1) != 0);
            } else {
                setElement(cpu.r, v, log2, singleIndex(word, log2), scratch[i]);
            }
        }
        return 0;
    }

    private static void replicate(long[] r, int v, int log2, long value, boolean full) {
        long all = value;
        for (int bits = 8 << log2; bits < 64; bits *= 2) {
            all |= all << bits;
        }
        r[V0 + 2 * v] = all;
        r[V0 + 2 * v + 1] = full ? all : 0;
    }

    static long storeElements(ArmCpu cpu, int word, long address, long b) {
        int registers = singleRegisters(word);
        int log2 = singleLog2(word);
        for (int i = 0; i < registers; i++) {
            long value = element(cpu.r, (word + i) & 31, log2, singleIndex(word, log2));
            SoftMmu.store(cpu, address + ((long) i << log2), value, log2 | Access.MEMORY_ONLY);
        }
        return 0;
    }
}
