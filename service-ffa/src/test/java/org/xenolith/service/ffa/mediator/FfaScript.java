// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.Bytes;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.secure.SecureCall;

/**
 * Does the steps of a row. Numbers are hexadecimal.
 *
 * <pre>
 * world F1 word...            the virtual machines and the secure world; words: B=1.1 B=0 B=-1.1 (provisional) B-unmapped
 *                             missing=ID,ID spmc=1.1 strict
 * B: ID n=value... => result  a call; result: OK a b, OK64 a b, ERR NAME, none (x0 all ones, the rest as it was), version,
 *                             value, or n=value... (the rest zero). Two results by profile: XEN_EXACT r | FIXED r
 * send B A offset size [word] => result   header and payload "hello" in B's transmit page, then FFA_MSG_SEND2; words:
 *                             from=ID flags=N w1=N w2=N uuid
 * share B form length [at=bytes] => result   a memory descriptor in B's transmit page, then FFA_MEM_SHARE
 * rx A = bytes    state A word    signals A text    final A version    tag n    pinned A n
 * saw ID n=value...   saw-page bytes   answer ID word   turn on|off   sp ID word
 * </pre>
 */
final class FfaScript {
    private static final HexFormat HEX = HexFormat.of();
    private static final long MARK = 0x77;

    private final Profile profile;
    private FfaBench bench;

    FfaScript(Profile profile) {
        this.profile = profile;
    }

    void run(FfaRow row) {
        for (String step : row.steps()) {
            try {
                step(step);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("at '" + step + "': " + e.getMessage(), e);
            }
        }
    }

    private void step(String step) {
        String[] words = step.split("\\s+");
        if (words[0].endsWith(":")) {
            call(words[0].substring(0, words[0].length() - 1), step);
            return;
        }
        switch (words[0]) {
            case "world" -> bench = FfaWorlds.build(profile, words);
            case "send" -> send(step);
            case "share" -> share(step);
            case "rx" -> {
                byte[] wanted =
                        HEX.parseHex(step.substring(step.indexOf('=') + 1).replace(" ", ""));
                byte[] there = bench.vm(words[1]).page(FakeMachine.RX);
                assertEquals(HEX.formatHex(wanted), HEX.formatHex(there, 0, wanted.length));
            }
            case "state" -> assertEquals(words[2], bench.endpoints.get(words[1]).bufferState());
            case "signals" ->
                assertEquals(words.length > 2 ? words[2] : "", String.join(",", bench.vm(words[1]).signals));
            case "final" -> assertEquals(words[2], version(bench.endpoints.get(words[1])));
            case "tag" -> assertEquals(Integer.parseInt(words[1], 16), bench.mediator.tag());
            case "pinned" ->
                assertEquals(
                        Integer.parseInt(words[2], 16),
                        bench.vm(words[1]).pinned.get());
            case "saw" -> saw(words);
            case "saw-page" -> sawPage(step);
            case "answer" -> answer(words);
            case "turn" -> bench.mediator.turn(words[1].equals("on"), false);
            case "sp" -> partition(words);
            default -> throw new IllegalArgumentException(step);
        }
    }

    private static String version(Endpoint e) {
        int version = e.version();
        return version == 0
                ? e.provisional == 0 ? "none" : "-" + FfaVersion.name(e.provisional)
                : FfaVersion.name(version);
    }

    private static long number(String text) {
        return Long.parseUnsignedLong(text, 16);
    }

    private String expected(String step) {
        String all = step.substring(step.indexOf("=>") + 2).strip();
        for (String part : all.split("\\|")) {
            String[] words = part.strip().split(" ", 2);
            if (words[0].equals(profile.toString())) {
                return words[1].strip();
            }
        }
        assertTrue(!all.contains("|"), "a result for " + profile);
        return all;
    }

    private void call(String name, String step) {
        Registers r = new Registers();
        Arrays.fill(r.x, 8, 18, MARK);
        String[] words = step.substring(step.indexOf(':') + 1, step.indexOf("=>"))
                .strip()
                .split("\\s+");
        r.x[0] = number(words[0]);
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=");
            r.x[(int) Integer.decode(pair[0])] = number(pair[1]);
        }
        result(name, r, expected(step));
    }

    private void result(String name, Registers r, String expected) {
        Endpoint e = bench.endpoints.get(name);
        long[] before = r.x.clone();
        boolean known = e != null && bench.mediator.call(e, 0, r);
        String[] words = expected.split("\\s+");
        if (words[0].equals("none")) {
            assertEquals(false, known);
            assertArrayEquals(before, r.x);
            return;
        }
        assertTrue(known, "the call is known");
        long[] wanted = new long[18];
        boolean clears =
                e.version() != 0 && Integer.compareUnsigned(e.version(), FfaVersion.V1_2) >= 0 && e.vm.aarch64();
        if (!clears) {
            System.arraycopy(before, 8, wanted, 8, 10);
        }
        switch (words[0]) {
            case "OK", "OK64" -> {
                wanted[0] = (words[0].equals("OK") ? FunctionId.SUCCESS : FunctionId.SUCCESS_64) & 0xFFFF_FFFFL;
                for (int i = 1; i < words.length; i++) {
                    wanted[i + 1] = number(words[i]);
                }
            }
            case "ERR" -> {
                wanted[0] = FunctionId.ERROR & 0xFFFF_FFFFL;
                wanted[2] = code(words[1]) & 0xFFFF_FFFFL;
            }
            case "version" -> wanted[0] = number(words[1]);
            default -> {
                for (String word : words) {
                    String[] pair = word.split("=");
                    wanted[Integer.parseInt(pair[0])] = number(pair[1]);
                }
            }
        }
        assertEquals(text(wanted), text(r.x));
    }

    private static String text(long[] x) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            if (x[i] != 0) {
                text.append('x')
                        .append(i)
                        .append('=')
                        .append(Long.toHexString(x[i]))
                        .append(' ');
            }
        }
        return text.toString();
    }

    static int code(String name) {
        for (int code = 0; code > -16; code--) {
            if (FfaStatus.name(code).equals(name)) {
                return code;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private int id(String name) {
        return bench.endpoints.containsKey(name) ? bench.endpoints.get(name).id : (int) number(name);
    }

    private void send(String step) {
        String[] words = step.substring(0, step.indexOf("=>")).strip().split("\\s+");
        byte[] page = bench.vm(words[1]).page(FakeMachine.TX);
        int offset = (int) number(words[3]);
        int size = (int) number(words[4]);
        Arrays.fill(page, 0, 40, (byte) 0);
        Bytes.put32(page, 8, offset);
        Bytes.put16(page, 12, id(words[2]));
        Bytes.put16(page, 14, id(words[1]));
        Bytes.put32(page, 16, size);
        Registers r = new Registers();
        r.x[0] = FunctionId.MSG_SEND2 & 0xFFFF_FFFFL;
        Arrays.fill(r.x, 8, 18, MARK);
        for (int i = 5; i < words.length; i++) {
            String[] pair = words[i].split("=");
            switch (pair[0]) {
                case "uuid" -> {
                    Bytes.put64(page, 24, Bytes.low(FfaBench.U1));
                    Bytes.put64(page, 32, Bytes.high(FfaBench.U1));
                }
                case "from" -> Bytes.put16(page, 14, (int) number(pair[1]));
                case "flags" -> Bytes.put32(page, 0, (int) number(pair[1]));
                case "1", "2" -> r.x[Integer.parseInt(pair[0])] = number(pair[1]);
                default -> throw new IllegalArgumentException(words[i]);
            }
        }
        byte[] hello = "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        if (offset >= 0 && offset < 4090) {
            System.arraycopy(hello, 0, page, offset, hello.length);
        }
        result(words[1], r, expected(step));
    }

    private void share(String step) {
        String[] words = step.substring(0, step.indexOf("=>")).strip().split("\\s+");
        byte[] page = bench.vm(words[1]).page(FakeMachine.TX);
        byte[] good = FfaWorlds.descriptor(words[2]);
        Arrays.fill(page, (byte) 0);
        System.arraycopy(good, 0, page, 0, good.length);
        long length = number(words[3]);
        long[] x = {0xC400_0073L, length, length, 0, 0, 0};
        for (int i = 4; i < words.length; i++) {
            String[] pair = words[i].split("=");
            if (pair[0].startsWith("x")) {
                x[Integer.parseInt(pair[0].substring(1))] = number(pair[1]);
            } else {
                byte[] bytes = HEX.parseHex(pair[1]);
                System.arraycopy(bytes, 0, page, (int) number(pair[0]), bytes.length);
            }
        }
        Registers r = new Registers(x);
        Arrays.fill(r.x, 8, 18, MARK);
        result(words[1], r, expected(step));
    }

    private void saw(String[] words) {
        RecordingWorld.Seen seen = bench.world.last((int) number(words[1]));
        for (int i = 2; i < words.length; i++) {
            String[] pair = words[i].split("=");
            assertEquals(number(pair[1]), seen.x()[Integer.parseInt(pair[0])], words[i]);
        }
    }

    private void sawPage(String step) {
        byte[] wanted = HEX.parseHex(step.substring("saw-page".length()).replace(" ", ""));
        RecordingWorld.Seen seen = bench.world.seen.stream()
                .filter(s -> s.page().length > 0)
                .reduce((a, b) -> b)
                .orElseThrow();
        assertEquals(HEX.formatHex(wanted), HEX.formatHex(seen.page(), 0, wanted.length));
    }

    private void answer(String[] words) {
        int id = (int) number(words[1]);
        if (words[2].equals("again")) {
            bench.world.answers.remove(id);
            return;
        }
        bench.world.answers.put(id, call -> {
            if (words[2].equals("OK")) {
                call.succeed(words.length > 3 ? number(words[3]) : 0, 0);
            } else if (words[2].startsWith("0=")) {
                for (int i = 2; i < words.length; i++) {
                    String[] pair = words[i].split("=");
                    set(call, Integer.parseInt(pair[0]), number(pair[1]));
                }
            } else {
                call.fail(code(words[2]));
            }
        });
    }

    private static void set(SecureCall call, int n, long value) {
        call.x[n] = value;
    }

    private void partition(String[] words) {
        int id = (int) number(words[1]);
        TestPartition there = bench.partitions.get(id);
        switch (words[2]) {
            case "yields" -> there.yields = true;
            case "waits" -> {
                there.gate = new CountDownLatch(1);
                bench.machines.values().forEach(vm -> vm.interrupted = true);
            }
            case "goes-on" -> there.gate.countDown();
            case "sets" -> assertEquals(0, there.host.setNotifications(id(words[3]), number(words[4]), false));
            case "sends" -> assertEquals(0, there.host.send(id(words[3]), FfaBench.U1, new byte[] {1, 2}));
            case "retrieves" -> there.held.add(there.host.retrieve(number(words[3])));
            case "relinquishes" -> there.held.getLast().relinquish();
            case "saw" -> assertEquals(words[3].replace('_', ' '), String.join(",", there.told));
            default -> throw new IllegalArgumentException(words[2]);
        }
    }
}
