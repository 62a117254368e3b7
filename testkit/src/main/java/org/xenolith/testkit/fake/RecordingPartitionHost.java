// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.fake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.PartitionHost;
import org.xenolith.api.ffa.SharedMemory;

/** A secure partition manager that writes down what a partition asks of it, as lines, and answers as the test says. */
public final class RecordingPartitionHost implements PartitionHost {
    private static final int ID = 0x8001;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<Long, PlainSharedMemory> regions = new HashMap<>();
    private volatile int answer = FfaStatus.OK;

    @Override
    public int id() {
        return ID;
    }

    /** Answers everything but {@link #retrieve} with a status from now on. */
    public void answerWith(int status) {
        answer = status;
    }

    /** Has a region that the partition may retrieve. */
    public PlainSharedMemory share(long handle, int owner, int size) {
        PlainSharedMemory region = new PlainSharedMemory(handle, owner, size);
        regions.put(handle, region);
        return region;
    }

    /** Returns what was asked: {@code set 2 0x1}, {@code set-delayed 2 0x1}, {@code bind 2 0x1}, {@code send 2 5 bytes}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public int setNotifications(int vm, long bitmap, boolean delay) {
        return note((delay ? "set-delayed " : "set ") + vm + " 0x" + Long.toHexString(bitmap));
    }

    @Override
    public int bindNotifications(int vm, long bitmap) {
        return note("bind " + vm + " 0x" + Long.toHexString(bitmap));
    }

    @Override
    public int send(int vm, UUID protocol, byte[] payload) {
        return note("send " + vm + " " + payload.length + " bytes");
    }

    private int note(String line) {
        asked.add(line);
        return answer;
    }

    @Override
    public SharedMemory retrieve(long handle) {
        PlainSharedMemory region = regions.get(handle);
        if (region == null) {
            throw new IllegalArgumentException("no handle " + handle + " for partition 0x" + Integer.toHexString(ID));
        }
        return region;
    }
}
