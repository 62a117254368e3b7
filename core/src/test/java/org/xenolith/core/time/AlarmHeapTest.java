// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.xenolith.api.time.VirtualClock;

class AlarmHeapTest {
    @Property(tries = 300)
    void givesEntriesByDeadlineThenByOrderOfSetting(@ForAll long seed) {
        Random random = new Random(seed);
        AlarmHeap heap = new AlarmHeap();
        List<AlarmHeap.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            entries.add(new AlarmHeap.Entry(() -> {}, this));
        }
        Map<Integer, long[]> model = new TreeMap<>();
        for (int step = 0; step < 200; step++) {
            int index = random.nextInt(entries.size());
            long deadline = random.nextInt(5) == 0 ? VirtualClock.NEVER : random.nextInt(50);
            heap.set(entries.get(index), deadline);
            model.remove(index);
            if (deadline != VirtualClock.NEVER) {
                model.put(index, new long[] {deadline, step});
            }
            if (random.nextInt(4) == 0) {
                takeBoth(heap, entries, model, random.nextInt(50));
            }
            long earliest = model.values().stream().mapToLong(v -> v[0]).min().orElse(VirtualClock.NEVER);
            assertEquals(earliest, heap.earliest());
        }
        while (!model.isEmpty()) {
            takeBoth(heap, entries, model, 50);
        }
        assertEquals(VirtualClock.NEVER, heap.earliest());
    }

    private static void takeBoth(AlarmHeap heap, List<AlarmHeap.Entry> entries, Map<Integer, long[]> model, long now) {
        Integer expected = model.entrySet().stream()
                .filter(e -> e.getValue()[0] <= now)
                .min(Comparator.comparing((Map.Entry<Integer, long[]> e) -> e.getValue()[0])
                        .thenComparing(e -> e.getValue()[1]))
                .map(Map.Entry::getKey)
                .orElse(-1);
        AlarmHeap.Entry taken = heap.takeDue(now, heap.mark());
        assertEquals(expected, taken == null ? -1 : entries.indexOf(taken));
        model.remove(expected);
    }

    @Test
    void removesAllEntriesOfAnOwnerAndNoOther() {
        AlarmHeap heap = new AlarmHeap();
        Object mine = new Object();
        AlarmHeap.Entry other = new AlarmHeap.Entry(() -> {}, new Object());
        for (int i = 0; i < 30; i++) {
            heap.set(new AlarmHeap.Entry(() -> {}, mine), i);
        }
        heap.set(other, 15);
        heap.removeAll(mine);
        assertEquals(15, heap.earliest());
        assertEquals(other, heap.takeDue(15, heap.mark()));
        assertNull(heap.takeDue(15, heap.mark()));
    }
}
