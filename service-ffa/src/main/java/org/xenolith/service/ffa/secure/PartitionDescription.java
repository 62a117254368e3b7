// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.secure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.PartitionInfo;

/**
 * What a secure partition is.
 *
 * @param id endpoint id, 0x8001 to 0xFFBF, or 0 for the next free one
 * @param uuids protocols, at least one
 * @param contexts execution contexts, from 1
 * @param version FF-A version, 1.0 to 1.2
 * @param properties what it receives and wants to hear: bits of {@link PartitionInfo}
 * @param trusted whether it is called on the guest's own thread, where nobody can end it
 */
public record PartitionDescription(
        int id, List<UUID> uuids, int contexts, int version, int properties, boolean trusted) {
    /** The first id of a partition. */
    public static final int FIRST_ID = 0x8001;

    /** The last id of a partition: those above are the firmware's own. */
    public static final int LAST_ID = 0xFFBF;

    private static final UUID NIL = new UUID(0, 0);
    private static final int MOST_CONTEXTS = 512;

    /** Checks the values. */
    public PartitionDescription {
        uuids = List.copyOf(uuids);
        if (id != 0 && (id < FIRST_ID || id > LAST_ID)) {
            throw new IllegalArgumentException(
                    SecurePartition.ID + " 0x" + Integer.toHexString(id) + ", allowed: 0x8001 to 0xffbf");
        }
        if (uuids.isEmpty() || uuids.contains(NIL) || Set.copyOf(uuids).size() < uuids.size()) {
            throw new IllegalArgumentException(
                    SecurePartition.UUIDS + " " + uuids + ", allowed: one or more, different, not nil");
        }
        if (contexts < 1 || contexts > MOST_CONTEXTS) {
            throw new IllegalArgumentException(
                    SecurePartition.CONTEXTS + " " + contexts + ", allowed: 1 to " + MOST_CONTEXTS);
        }
    }

    /**
     * Reads a service's properties.
     *
     * @throws IllegalArgumentException naming the property that is not valid
     */
    public static PartitionDescription of(Map<String, ?> properties, boolean trusted) {
        List<UUID> uuids = strings(properties.get(SecurePartition.UUIDS)).stream()
                .map(UUID::fromString)
                .toList();
        String version = text(properties, SecurePartition.VERSION, "1.2");
        List<String> receives = properties.containsKey(SecurePartition.RECEIVES)
                ? strings(properties.get(SecurePartition.RECEIVES))
                : List.of("direct", "direct2", "notifications");
        return new PartitionDescription(
                number(properties, SecurePartition.ID, 0),
                uuids,
                number(properties, SecurePartition.CONTEXTS, 1),
                version(version),
                receiving(receives) | availability(text(properties, SecurePartition.VM_AVAILABILITY, "none")),
                trusted);
    }

    private static List<String> strings(@Nullable Object value) {
        List<String> all = new ArrayList<>();
        if (value instanceof String[] array) {
            all.addAll(List.of(array));
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(item -> all.add(String.valueOf(item)));
        } else if (value != null) {
            all.add(String.valueOf(value));
        }
        return all;
    }

    private static String text(Map<String, ?> properties, String name, String otherwise) {
        Object value = properties.get(name);
        return value == null ? otherwise : value.toString();
    }

    private static int number(Map<String, ?> properties, String name, int otherwise) {
        Object value = properties.get(name);
        if (value instanceof Number number) {
            return number.intValue();
        }
        return value == null ? otherwise : Integer.decode(value.toString());
    }

    private static int version(String text) {
        return switch (text) {
            case "1.0" -> FfaVersion.V1_0;
            case "1.1" -> FfaVersion.V1_1;
            case "1.2" -> FfaVersion.V1_2;
            default ->
                throw new IllegalArgumentException(SecurePartition.VERSION + " " + text + ", allowed: 1.0, 1.1, 1.2");
        };
    }

    private static int receiving(List<String> words) {
        int properties = 0;
        for (String word : words) {
            properties |= switch (word) {
                case "direct" -> PartitionInfo.DIRECT;
                case "direct2" -> PartitionInfo.DIRECT2;
                case "indirect" -> PartitionInfo.INDIRECT;
                case "notifications" -> PartitionInfo.NOTIFICATIONS;
                default ->
                    throw new IllegalArgumentException(SecurePartition.RECEIVES + " " + word
                            + ", allowed: direct, direct2, indirect, notifications");
            };
        }
        return properties;
    }

    private static int availability(String word) {
        return switch (word) {
            case "none" -> 0;
            case "created" -> PartitionInfo.VM_CREATED;
            case "destroyed" -> PartitionInfo.VM_DESTROYED;
            case "both" -> PartitionInfo.VM_CREATED | PartitionInfo.VM_DESTROYED;
            default ->
                throw new IllegalArgumentException(
                        SecurePartition.VM_AVAILABILITY + " " + word + ", allowed: none, created, destroyed, both");
        };
    }

    /** The same with an id. */
    PartitionDescription withId(int given) {
        return new PartitionDescription(given, uuids, contexts, version, properties, trusted);
    }

    boolean has(int property) {
        return (properties & property) != 0;
    }

    /** Tells whether it has a UUID; nil stands for any. */
    boolean speaks(long low, long high) {
        if ((low | high) == 0) {
            return true;
        }
        for (int i = 0; i < uuids.size(); i++) {
            if (Bytes.low(uuids.get(i)) == low && Bytes.high(uuids.get(i)) == high) {
                return true;
            }
        }
        return false;
    }

    /** Returns what the normal world is told, one entry for each UUID [DEN0077A 6.2]. */
    List<PartitionInfo> entries() {
        int told = properties & PartitionInfo.DIRECT | PartitionInfo.AARCH64;
        if (has(PartitionInfo.DIRECT)) {
            told |= properties & (PartitionInfo.VM_CREATED | PartitionInfo.VM_DESTROYED);
        }
        if (FfaVersion.atLeast(version, FfaVersion.V1_2)) {
            told |= properties & PartitionInfo.DIRECT2;
        }
        if (FfaVersion.atLeast(version, FfaVersion.V1_1)) {
            told |= properties & (PartitionInfo.INDIRECT | PartitionInfo.NOTIFICATIONS);
        }
        int shown = told;
        return uuids.stream()
                .map(u -> new PartitionInfo(id, contexts, shown, Bytes.low(u), Bytes.high(u)))
                .toList();
    }
}
