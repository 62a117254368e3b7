// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.service.ffa.mediator.Journal;
import org.xenolith.service.ffa.secure.EmulatedSpmc;
import org.xenolith.service.ffa.secure.PartitionDescription;

/**
 * Partition services and the places that they have in the secure world.
 *
 * <p>Until the list is fixed every service gets a place. After that a service takes the place with its id, or that of its
 * first UUID, if it is empty; others wait, or get a place of their own if the list is dynamic. Guarded by itself.
 */
final class PartitionServices {
    private final EmulatedSpmc spmc;
    private final Set<String> trusted;
    private final boolean dynamic;
    private final Journal journal;
    private final Runnable listChanged;
    /** Services without a place, oldest first. */
    private final Map<ServiceReference<SecurePartition>, SecurePartition> waiting = new LinkedHashMap<>();

    private final Map<ServiceReference<SecurePartition>, Integer> placed = new HashMap<>();
    private boolean fixed;

    /**
     * Creates a registry without services.
     *
     * @param trusted symbolic names of bundles whose partitions are called on the guest's thread
     * @param dynamic whether the list follows the services after it was fixed
     * @param listChanged told when it did
     */
    PartitionServices(EmulatedSpmc spmc, Set<String> trusted, boolean dynamic, Journal journal, Runnable listChanged) {
        this.spmc = spmc;
        this.trusted = Set.copyOf(trusted);
        this.dynamic = dynamic;
        this.journal = journal;
        this.listChanged = listChanged;
    }

    /** A service is there. */
    synchronized void add(ServiceReference<SecurePartition> reference, SecurePartition service) {
        place(reference, service);
    }

    private void place(ServiceReference<SecurePartition> reference, SecurePartition service) {
        PartitionDescription described;
        try {
            described = PartitionDescription.of(properties(reference), isTrusted(reference));
        } catch (IllegalArgumentException e) {
            journal.error("a secure partition of " + reference.getBundle() + " is not used: " + e.getMessage());
            return;
        }
        int id = spmc.lists(described.id()) ? described.id() : 0;
        if (id == 0 && described.id() == 0) {
            id = spmc.find(described.uuids().getFirst());
        }
        boolean added = id == 0 && (!fixed || dynamic);
        try {
            id = added ? spmc.add(described) : id;
        } catch (IllegalArgumentException e) {
            journal.error("a secure partition of " + reference.getBundle() + " is not used: " + e.getMessage());
            return;
        }
        if (id == 0 || spmc.connected(id)) {
            journal.info("the secure partition " + described.uuids().getFirst() + " waits: "
                    + (id == 0 ? "the list of partitions is fixed" : "its place is taken"));
            waiting.put(reference, service);
            return;
        }
        placed.put(reference, id);
        spmc.connect(id, service);
        if (added && fixed) {
            listChanged.run();
        }
    }

    private boolean isTrusted(ServiceReference<SecurePartition> reference) {
        Bundle bundle = reference.getBundle();
        return bundle != null && trusted.contains(bundle.getSymbolicName());
    }

    private static Map<String, Object> properties(ServiceReference<SecurePartition> reference) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        return properties;
    }

    /** A service goes. */
    synchronized void remove(ServiceReference<SecurePartition> reference) {
        waiting.remove(reference);
        Integer id = placed.remove(reference);
        if (id == null) {
            return;
        }
        @Nullable Bundle bundle = reference.getBundle();
        spmc.disconnect(id, () -> bundle == null || bundle.getState() == Bundle.UNINSTALLED);
        if (!fixed || dynamic) {
            spmc.remove(id);
            if (fixed) {
                listChanged.run();
            }
        }
        Map<ServiceReference<SecurePartition>, SecurePartition> again = new LinkedHashMap<>(waiting);
        waiting.clear();
        again.forEach(this::place);
    }

    /** From now on the list is what it is. */
    synchronized void fix() {
        fixed = true;
    }

    /** Returns the symbolic names of the bundles behind partitions, by endpoint id. */
    synchronized Map<Integer, String> names() {
        Map<Integer, String> names = new TreeMap<>();
        placed.forEach((reference, id) -> {
            Bundle bundle = reference.getBundle();
            names.put(id, bundle == null ? "" : String.valueOf(bundle.getSymbolicName()));
        });
        return names;
    }

    /** All services go. */
    synchronized void clear() {
        waiting.clear();
        placed.values().forEach(id -> spmc.disconnect(id, () -> true));
        placed.clear();
    }
}
