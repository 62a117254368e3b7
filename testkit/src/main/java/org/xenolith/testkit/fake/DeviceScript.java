// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;

/**
 * Runs scripts of accesses and back end steps, separated by semicolons:
 *
 * <pre>
 * R32 FR          guest reads 32 bits; gives FR=90, or FR=fault
 * R32 DR -        the same, the value does not matter
 * W8 DR 41        guest writes 8 bits
 * W8 39 FF ok     the same; gives "39 ok"
 * bi AB, bi #70   back end puts bytes (#n: n of them, a, b, c ...) and does not notify
 * rx AB, rx #33   back end puts bytes and notifies after each; gives how many had room, if not all
 * bo 2            back end consumes 2 bytes and does not notify
 * n               back end notifies
 * x2048 W8 DR 55  the operation 2048 times
 * set ic=FFFFFFFE forces ring indices
 * drain           up to 64 times: R32 FR, stop if RXFE, R32 DR; gives DRreads=n
 * swap vuart      another kind of device takes over
 * wait 1000       virtual nanoseconds pass
 * </pre>
 *
 * Registers are PL011 names or hexadecimal offsets; values are hexadecimal, counts decimal.
 */
public final class DeviceScript {
    private static final int DR = 0x00;
    private static final int FR = 0x18;
    private static final Map<String, Integer> OFFSETS = Map.ofEntries(
            Map.entry("DR", DR),
            Map.entry("RSR", 0x04),
            Map.entry("FR", FR),
            Map.entry("IBRD", 0x24),
            Map.entry("FBRD", 0x28),
            Map.entry("LCR_H", 0x2C),
            Map.entry("CR", 0x30),
            Map.entry("IFLS", 0x34),
            Map.entry("IMSC", 0x38),
            Map.entry("RIS", 0x3C),
            Map.entry("MIS", 0x40),
            Map.entry("ICR", 0x44),
            Map.entry("DMACR", 0x48));
    private static final int RXFE = 0x10;

    private final DeviceBench bench;
    private final Map<String, DeviceFactory> kinds;
    private final Step afterEach;
    private final List<String> results = new ArrayList<>();

    /** What is done after each operation. */
    @FunctionalInterface
    public interface Step {
        /** Acts on the bench. */
        void act() throws DeviceException, BusFault;
    }

    /**
     * Creates an interpreter.
     *
     * @param kinds what {@code swap} knows
     * @param afterEach runs after each operation, for invariants
     */
    public DeviceScript(DeviceBench bench, Map<String, DeviceFactory> kinds, Step afterEach) {
        this.bench = bench;
        this.kinds = kinds;
        this.afterEach = afterEach;
    }

    /** Runs a script; returns what its operations gave, separated by spaces. */
    public String run(String script) throws DeviceException, BusFault {
        for (String operation : script.split(";", -1)) {
            if (!operation.isBlank()) {
                repeat(operation.trim());
            }
        }
        return String.join(" ", results);
    }

    private void repeat(String operation) throws DeviceException, BusFault {
        int times = 1;
        String body = operation;
        if (operation.matches("x\\d+ .*")) {
            int space = operation.indexOf(' ');
            times = Integer.parseInt(operation.substring(1, space));
            body = operation.substring(space + 1);
        }
        String[] words = body.split(" +", -1);
        for (int i = 0; i < times; i++) {
            execute(words);
            afterEach.act();
        }
    }

    private void execute(String[] words) throws DeviceException, BusFault {
        switch (words[0]) {
            case "bi" -> bench.console().produce(bytes(words[1]));
            case "rx" -> receive(bytes(words[1]));
            case "bo" -> bench.console().consume(Integer.parseInt(words[1]));
            case "n" -> bench.console().notifyDevice();
            case "set" -> force(words);
            case "drain" -> drain();
            case "swap" -> swap(words[1]);
            case "wait" -> bench.clock().advance(Long.parseLong(words[1]));
            default -> access(words);
        }
    }

    private void swap(String kind) throws DeviceException {
        DeviceFactory next = kinds.get(kind);
        if (next == null) {
            throw new IllegalArgumentException("kind " + kind + ", known: " + kinds.keySet());
        }
        bench.swap(next);
    }

    private static byte[] bytes(String word) {
        if (!word.startsWith("#")) {
            return word.getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] bytes = new byte[Integer.parseInt(word.substring(1))];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        return bytes;
    }

    private void receive(byte[] bytes) {
        int taken = bench.console().offer(bytes);
        if (taken < bytes.length) {
            results.add("rx=" + taken);
        }
    }

    private void force(String[] words) {
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].split("=", 2);
            bench.console().force(parts[0], Integer.parseUnsignedInt(parts[1], 16));
        }
    }

    private void drain() throws BusFault {
        int reads = 0;
        while (reads < 64 && (bench.read(FR, 4) & RXFE) == 0) {
            bench.read(DR, 4);
            reads++;
        }
        results.add("DRreads=" + reads);
    }

    private void access(String[] words) {
        if (!words[0].matches("[RW](8|16|32|64)")) {
            throw new IllegalArgumentException("operation " + String.join(" ", words));
        }
        String register = words[1];
        Integer named = OFFSETS.get(register);
        long offset = named != null ? named : Long.parseUnsignedLong(register, 16);
        int width = Integer.parseInt(words[0].substring(1)) / 8;
        try {
            if (words[0].startsWith("R")) {
                long value = bench.read(offset, width);
                if (words.length < 3) {
                    results.add(register + "=" + Long.toHexString(value).toUpperCase(Locale.ROOT));
                }
            } else {
                bench.write(offset, width, Long.parseUnsignedLong(words[2], 16));
                if (words.length > 3) {
                    results.add(register + " ok");
                }
            }
        } catch (BusFault e) {
            results.add(register + "->" + (e == BusFault.CRASH ? "CRASH" : "ABORT"));
        }
    }
}
