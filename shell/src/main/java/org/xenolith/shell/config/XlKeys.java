// SPDX-License-Identifier: Apache-2.0
package org.xenolith.shell.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every key of xl.cfg(5) and of this project; a resource lists them. */
public final class XlKeys {
    private static final String TABLE = "xl-keys.txt";

    private final Map<String, XlKey> keys = new TreeMap<>();

    private XlKeys(String table) {
        table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(XlKey::parse)
                .forEach(this::add);
    }

    /** Reads the table. */
    public static XlKeys load() {
        try (InputStream table = XlKeys.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException("no resource " + TABLE + " beside " + XlKeys.class.getName());
            }
            return new XlKeys(new String(table.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void add(XlKey key) {
        if (keys.put(key.name(), key) != null) {
            throw new IllegalStateException("the key " + key.name() + " is twice in " + TABLE);
        }
    }

    /** All keys, by name. */
    public Collection<XlKey> all() {
        return keys.values();
    }

    /** The key of a name, if there is one. */
    public Optional<XlKey> find(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /** The key whose name is nearest to a mistyped one, if any is near: a third of its letters wrong at most. */
    public Optional<XlKey> nearest(String mistyped) {
        if (mistyped.length() > 64) {
            return Optional.empty();
        }
        int best = 2 + mistyped.length() / 3;
        Optional<XlKey> nearest = Optional.empty();
        for (XlKey key : keys.values()) {
            int distance = distance(mistyped, key.name());
            if (distance < best) {
                best = distance;
                nearest = Optional.of(key);
            }
        }
        return nearest;
    }

    /** Insertions, deletions, substitutions and swaps of neighbours that lead from one word to the other. */
    static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int step(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
