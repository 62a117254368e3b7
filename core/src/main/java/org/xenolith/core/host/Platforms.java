// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.platform.Platform;

/** The platforms that are there now. Any thread. */
final class Platforms {
    private record Entry(Platform platform, String arch, int order, long id) {
        static final Comparator<Entry> BEST_FIRST =
                Comparator.comparingInt(Entry::order).reversed().thenComparingLong(Entry::id);
    }

    private volatile List<Entry> entries = List.of();

    synchronized void add(Platform platform, String arch, int order, long id) {
        List<Entry> next = new ArrayList<>(entries);
        next.add(new Entry(platform, arch, order, id));
        next.sort(Entry.BEST_FIRST);
        entries = List.copyOf(next);
    }

    synchronized void remove(Platform gone) {
        entries = entries.stream().filter(e -> e.platform != gone).toList();
    }

    Platform best(String arch) throws DomainException {
        List<Entry> now = entries;
        return now.stream()
                .filter(e -> e.arch.equals(arch))
                .map(Entry::platform)
                .findFirst()
                .orElseThrow(() -> new DomainException("no platform of architecture " + arch + ", there are: "
                        + now.stream().map(Entry::arch).distinct().sorted().toList()));
    }
}
