// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.device.StateVersions;

/**
 * What a predecessor left.
 *
 * @param registers this kind's own fields
 * @param present whether there are such: the first device in a slot may have been of the other kind
 * @param parked another device kept them; the interrupt has been withdrawn meanwhile
 * @param notified the back end has notified that device
 * @param served what another device has given the guest of the input that it had been told of
 * @param output bytes that were accepted from the guest and wait for room
 * @param inherited the queue to the back end may be full without the guest having been told
 */
record Predecessor(
        SavedFields registers,
        boolean present,
        boolean parked,
        boolean notified,
        Served served,
        byte[] output,
        boolean inherited) {
    /** What a stand-in has given the guest; the ordinals are those of its state. */
    enum Served {
        /** It has not been asked. */
        NOTHING,
        /** A character. */
        CHARACTER,
        /** It was asked and there was none. */
        NONE_THERE
    }

    /** Since version 2 the stand-in's state says what it owes the guest, and what it has served. */
    private static final StateVersions STAND_IN_VERSIONS = StateVersions.of("vuart", fields -> {
        fields.put("owed", 0L);
        fields.put("served", 0L);
    });

    /** The kind of device that parks this kind's registers while it stands in. */
    private static final String STAND_IN = "vuart";

    private static final String PARKED = "pl011.";
    private static final int PARTIAL_LIMIT = 126;
    private static final int WAITING_LIMIT = 4096;

    /**
     * Reads a state.
     *
     * @return empty if there is none: the device starts from reset
     * @throws DeviceException if it is of a kind or a version that cannot be taken over
     */
    static Optional<Predecessor> of(DeviceState state) throws DeviceException {
        if (state.fields().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (state.kind()) {
                    case Pl011.KIND -> own(state);
                    case STAND_IN -> standIn(state);
                    default ->
                        throw new DeviceException("state of " + state.kind() + " cannot be taken over by " + Pl011.KIND
                                + ", allowed: " + Pl011.KIND + ", " + STAND_IN);
                });
    }

    private static Predecessor own(DeviceState saved) throws DeviceException {
        SavedFields fields = new SavedFields(Pl011.VERSIONS.upgrade(saved), "");
        return new Predecessor(
                fields,
                true,
                false,
                false,
                Served.NOTHING,
                fields.bytes("output", OutQueue.LIMIT),
                fields.flag("inherited"));
    }

    private static Predecessor standIn(DeviceState saved) throws DeviceException {
        DeviceState state = STAND_IN_VERSIONS.upgrade(saved);
        SavedFields outer = new SavedFields(state, "");
        SavedFields parked = outer;
        byte[] first = {};
        boolean inherited = outer.flag("pushed");
        int version = (int) outer.number("parkedVersion", 0, Integer.MAX_VALUE);
        if (version != 0) {
            parked = new SavedFields(Pl011.VERSIONS.upgrade(parked(state, version)), "");
            first = parked.bytes("output", OutQueue.LIMIT);
            inherited |= parked.flag("inherited");
        }
        byte[] waiting = outer.bytes("waiting", WAITING_LIMIT);
        byte[] partial = outer.bytes("partial", PARTIAL_LIMIT);
        inherited |= waiting.length + partial.length > 0;
        byte[] output = join(first, waiting, partial);
        if (output.length > OutQueue.LIMIT) {
            throw new DeviceException("state of " + state.kind() + ": " + output.length
                    + " bytes of output wait, allowed: at most " + OutQueue.LIMIT);
        }
        Served served = Served.values()[(int) outer.number("served", 0, Served.values().length - 1)];
        return new Predecessor(parked, version != 0, true, outer.flag("pendingNotify"), served, output, inherited);
    }

    /** What a stand-in keeps of this kind, as this kind's own state. */
    private static DeviceState parked(DeviceState state, int version) {
        Map<String, Object> fields = new TreeMap<>();
        state.fields().forEach((name, value) -> {
            if (name.startsWith(PARKED)) {
                fields.put(name.substring(PARKED.length()), value);
            }
        });
        return new DeviceState(Pl011.KIND, version, fields);
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
