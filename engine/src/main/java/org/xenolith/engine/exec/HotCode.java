// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.Set;
import org.xenolith.engine.mmu.HostMemory;

/**
 * Which code was compiled in earlier runs of a guest, so that it is compiled soon in this one. Code is known by what it is:
 * its bytes, its place in its page, and the vCPU's mode. What is remembered changes when code is compiled and nothing else,
 * so it can be out of date but not wrong.
 */
public final class HotCode {
    /** Most that is remembered; older code goes first. */
    static final int MOST = 1 << 16;

    private static final long MAGIC = 0x584E_484F_5431_0000L; // XNHOT1
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final Set<Long> remembered;
    private final Set<Long> compiled = new LinkedHashSet<>();

    private HotCode(Set<Long> remembered) {
        this.remembered = remembered;
    }

    /** Returns an empty memory. */
    public static HotCode empty() {
        return new HotCode(Set.of());
    }

    /**
     * Reads what an earlier run has left.
     *
     * @return what is in the file; an empty memory if there is none, or it is not one of ours
     */
    public static HotCode read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return empty();
        }
        if (bytes.length % Long.BYTES != 0 || bytes.length < Long.BYTES || bytes.length > (MOST + 1) * Long.BYTES) {
            return empty();
        }
        LongBuffer longs = ByteBuffer.wrap(bytes).asLongBuffer();
        if (longs.get() != MAGIC) {
            return empty();
        }
        Set<Long> keys = LinkedHashSet.newLinkedHashSet(longs.remaining());
        while (longs.hasRemaining()) {
            keys.add(longs.get());
        }
        return new HotCode(keys);
    }

    /**
     * Leaves what is remembered and what was compiled for later runs, as a whole or not at all.
     *
     * @param file its folder is made if it is not there
     */
    public void write(Path file) throws IOException {
        Set<Long> keys = new LinkedHashSet<>();
        synchronized (this) {
            if (remembered.containsAll(compiled)) {
                return;
            }
            keys.addAll(compiled);
        }
        for (long key : remembered) {
            if (keys.size() < MOST) {
                keys.add(key);
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate((keys.size() + 1) * Long.BYTES).putLong(MAGIC);
        keys.forEach(bytes::putLong);
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = Files.createTempFile(folder, "hot", ".new");
        Files.write(next, bytes.array());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns how much code is remembered from earlier runs. */
    public int size() {
        return remembered.size();
    }

    /** Tells whether code was compiled in an earlier run. Any thread. */
    boolean remembers(long key) {
        return remembered.contains(key);
    }

    /** Notes that code has been compiled. Any thread. */
    synchronized void compiled(long key) {
        if (compiled.size() < MOST) {
            compiled.add(key);
        }
    }

    /**
     * Returns what code is known by.
     *
     * @param host host address of its bytes
     * @param bytes how many they are
     * @param place its place in its page
     * @param mode the vCPU's mode
     */
    static long key(long host, int bytes, int place, int mode) {
        long key = ((long) mode << 32 | place) * MIX;
        for (int i = 0; i + 4 <= bytes; i += 4) {
            key = (Long.rotateLeft(key, 23) ^ (HostMemory.get(host + i, 2) & 0xFFFF_FFFFL)) * MIX;
        }
        for (int i = bytes & -4; i < bytes; i++) {
            key = (Long.rotateLeft(key, 23) ^ (HostMemory.get(host + i, 0) & 0xFF)) * MIX;
        }
        return key;
    }
}
