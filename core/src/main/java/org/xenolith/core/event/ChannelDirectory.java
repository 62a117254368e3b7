// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The event channels of all domains of a host. Its monitor guards every change of a connection, since a connection has
 * two ends; sending takes no lock.
 */
public final class ChannelDirectory {
    private final Map<Integer, TwoLevelChannels> domains = new ConcurrentHashMap<>();

    void join(TwoLevelChannels channels) {
        domains.put(channels.domain(), channels);
    }

    void leave(TwoLevelChannels channels) {
        domains.remove(channels.domain());
    }

    @Nullable
    TwoLevelChannels find(int domain) {
        return domains.get(domain);
    }
}
