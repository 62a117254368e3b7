// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.Arrays;
import java.util.Optional;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;

/**
 * What a predecessor left.
 *
 * @param registers this kind's own fields
 * @param present whether there are such: the first device in a slot may have been of the other kind
 * @param parked another device kept them; the interrupt has been withdrawn meanwhile
 * @param notified the back end has notified that device
 * @param output bytes that were accepted from the guest and wait for room
 * @param inherited the queue to the back end may be full without the guest having been told
 */
record Predecessor(
        SavedFields registers, boolean present, boolean parked, boolean notified, byte[] output, boolean inherited) {
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

    private static Predecessor own(DeviceState state) throws DeviceException {
        checkVersion(state.kind(), state.version(), Pl011.VERSION);
        SavedFields fields = new SavedFields(state, "");
        return new Predecessor(
                fields, true, false, false, fields.bytes("output", OutQueue.LIMIT), fields.flag("inherited"));
    }

    private static Predecessor standIn(DeviceState state) throws DeviceException {
        checkVersion(state.kind(), state.version(), 1);
        SavedFields outer = new SavedFields(state, "");
        SavedFields parked = new SavedFields(state, PARKED);
        byte[] first = {};
        boolean inherited = outer.flag("pushed");
        int version = (int) outer.number("parkedVersion", 0, Integer.MAX_VALUE);
        if (version != 0) {
            checkVersion(Pl011.KIND, version, Pl011.VERSION);
            first = parked.bytes("output", OutQueue.LIMIT);
            inherited |= parked.flag("inherited");
        }
        byte[] output = join(first, outer.bytes("waiting", WAITING_LIMIT), outer.bytes("partial", PARTIAL_LIMIT));
        if (output.length > OutQueue.LIMIT) {
            throw new DeviceException("state of " + state.kind() + ": " + output.length
                    + " bytes of output wait, allowed: at most " + OutQueue.LIMIT);
        }
        return new Predecessor(parked, version != 0, true, outer.flag("pendingNotify"), output, inherited);
    }

    private static void checkVersion(String kind, int found, int known) throws DeviceException {
        if (found != known) {
            throw new DeviceException("state of " + kind + " has version " + found + ", known: " + known);
        }
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
