// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.device;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The versions of a kind's state, and how to get from each to the next: a device that is replaced by a newer release
 * hands over the state of its own version. There is no way back: an older release refuses a newer state, and the slot
 * keeps the device that it has. Immutable.
 */
public final class StateVersions {
    private final String kind;
    private final List<Step> steps;

    /** Turns the fields of one version into those of the next. */
    @FunctionalInterface
    public interface Step {
        /**
         * Converts.
         *
         * @param fields a copy, to be changed
         * @throws DeviceException if the fields are not those of the version
         */
        void convert(Map<String, Object> fields) throws DeviceException;
    }

    private StateVersions(String kind, List<Step> steps) {
        this.kind = kind;
        this.steps = steps;
    }

    /**
     * Names the versions of a kind.
     *
     * @param steps from version 1 to 2, from 2 to 3, and so on; without any, there is version 1 only
     */
    public static StateVersions of(String kind, Step... steps) {
        return new StateVersions(kind, List.of(steps));
    }

    /** Returns the newest version, the one that {@link #upgrade} gives. */
    public int current() {
        return 1 + steps.size();
    }

    /**
     * Returns a state in the newest version.
     *
     * @throws DeviceException if it is of another kind, of no version that is known, or cannot be converted
     */
    public DeviceState upgrade(DeviceState state) throws DeviceException {
        if (!state.kind().equals(kind)) {
            throw new DeviceException("state of " + state.kind() + ", allowed: " + kind);
        }
        if (state.version() < 1 || state.version() > current()) {
            throw new DeviceException(
                    "state of " + kind + " has version " + state.version() + ", known: 1 to " + current());
        }
        if (state.version() == current()) {
            return state;
        }
        Map<String, Object> fields = new TreeMap<>(state.fields());
        for (int from = state.version(); from < current(); from++) {
            steps.get(from - 1).convert(fields);
        }
        return new DeviceState(kind, current(), fields);
    }
}
