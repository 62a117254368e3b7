// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xenolith.api.device.DeviceFactory;

/** The factories that are there now, and the slots that depend on them. Any thread. */
public final class DeviceFactories {
    /**
     * A factory that can be used.
     *
     * @param order service ranking, higher is better
     * @param id service id; of equal rankings the lowest id, the oldest service, is used
     */
    public record Candidate(DeviceFactory factory, String kind, int order, long id) {
        private static final Comparator<Candidate> BEST_FIRST =
                Comparator.comparingInt(Candidate::order).reversed().thenComparingLong(Candidate::id);
    }

    private final Set<Slot> slots = ConcurrentHashMap.newKeySet();
    private volatile List<Candidate> candidates = List.of();

    /** Adds a factory and offers it to the slots that are vacant. */
    public void add(Candidate added) {
        synchronized (this) {
            List<Candidate> next = new ArrayList<>(candidates);
            next.add(added);
            next.sort(Candidate.BEST_FIRST);
            candidates = List.copyOf(next);
        }
        slots.forEach(slot -> slot.offered(added.kind()));
    }

    /** Removes a factory; when this returns no slot uses it. */
    public void remove(DeviceFactory gone) {
        synchronized (this) {
            candidates = candidates.stream().filter(c -> c.factory() != gone).toList();
        }
        slots.forEach(slot -> slot.withdrawn(gone));
    }

    /** Returns the best factory of a kind. */
    Optional<Candidate> best(String kind) {
        return candidates.stream().filter(c -> c.kind().equals(kind)).findFirst();
    }

    /** Tells whether a factory is still there. */
    boolean has(DeviceFactory factory) {
        return candidates.stream().anyMatch(c -> c.factory() == factory);
    }

    void join(Slot slot) {
        slots.add(slot);
    }

    void leave(Slot slot) {
        slots.remove(slot);
    }
}
