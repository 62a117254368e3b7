// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/** What has to be given back, the last first. A failure of one does not keep the others. */
final class ReleaseStack {
    private record Item(String name, AutoCloseable resource) {}

    private final Deque<Item> items = new ArrayDeque<>();

    /** Adds a resource and returns it. */
    synchronized <T extends AutoCloseable> T add(String name, T resource) {
        items.push(new Item(name, resource));
        return resource;
    }

    /**
     * Closes everything that was added since the last time.
     *
     * @param failed is told what could not be closed, and why
     */
    synchronized void release(BiConsumer<String, Throwable> failed) {
        while (!items.isEmpty()) {
            Item item = items.pop();
            try {
                item.resource.close();
            } catch (Exception | LinkageError e) {
                failed.accept(item.name, e);
            }
        }
    }
}
