// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.platform.arm.FakeCall;
import org.xenolith.platform.arm.Vectors;
import org.xenolith.platform.arm.psci.FirmwareProfile;
import org.xenolith.platform.arm.psci.PsciHost;
import org.xenolith.platform.arm.psci.SmcccDispatcher;

/** Hypercalls against vectors, random ones, and the immediates of HVC and SMC. */
class HypercallsTest {
    private static final long BASE = 0xFFFF_0000_0001_0000L;

    /** A domain, its calls, and scratch memory. */
    private static final class Bench {
        private final FakeHost host = new FakeHost();
        private final byte[] scratch = new byte[0x4000];
        private final ByteBuffer view = ByteBuffer.wrap(scratch).order(ByteOrder.LITTLE_ENDIAN);
        private final Hypercalls calls;
        private FakeCall last = new FakeCall(0);

        Bench(String profile) {
            calls = new Hypercalls(host, profile(profile));
        }

        long call(long number, long... arguments) {
            last = new FakeCall(0, BASE, scratch, arguments).with(16, number);
            calls.call(last);
            return last.register(0);
        }
    }

    private static XenProfile profile(String name) {
        return List.of(XenProfile.RELEASE, XenProfile.DEBUG_DOM0LESS, XenProfile.DEBIAN_4_17).stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<Vectors.Row> vectors() {
        return Vectors.load(HypercallsTest.class, "vectors.txt", 4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void answersAsTheVectorSays(Vectors.Row row) {
        Bench bench = new Bench(row.field(1));
        String answer = "";
        for (String step : row.field(2).split(";")) {
            answer = perform(bench, step.strip().split(" "));
        }
        assertEquals(row.field(3), answer, row.field(2));
    }

    private static String perform(Bench bench, String[] words) {
        int offset = words.length > 1 && !words[0].equals("g32") ? (int) value(words[1]) : 0;
        switch (words[0]) {
            case "call" -> {
                long[] arguments = Arrays.stream(words)
                        .skip(2)
                        .mapToLong(HypercallsTest::value)
                        .toArray();
                long result = bench.call(value(words[1]), arguments);
                return result < 0 ? Long.toString(result) : Long.toHexString(result);
            }
            case "m16" -> bench.view.putShort(offset, (short) value(words[2]));
            case "m32" -> bench.view.putInt(offset, (int) value(words[2]));
            case "m64" -> bench.view.putLong(offset, value(words[2]));
            case "r16" -> {
                return Integer.toHexString(bench.view.getShort(offset) & 0xFFFF);
            }
            case "r32" -> {
                return Integer.toHexString(bench.view.getInt(offset));
            }
            case "r64" -> {
                return Long.toHexString(bench.view.getLong(offset));
            }
            case "g32" -> {
                return Long.toHexString(bench.host.memory().read(value(words[1]), 4));
            }
            case "text" -> {
                int end = offset;
                while (bench.scratch[end] != 0) {
                    end++;
                }
                return new String(bench.scratch, offset, end - offset, StandardCharsets.US_ASCII).strip();
            }
            case "x" -> {
                return Long.toHexString(bench.last.register(offset));
            }
            case "host" -> {
                return bench.host.asked();
            }
            case "pages" -> {
                bench.view.putShort(0x3000, (short) DomainIds.SELF);
                return Long.toHexString(bench.call(12, 3, BASE + 0x3000));
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "done";
    }

    private static long value(String text) {
        return text.startsWith("&") ? BASE + value(text.substring(1)) : Long.parseUnsignedLong(text, 16);
    }

    @Test
    void aWatchdogThatIsNotSetAgainEndsTheDomain() {
        Bench bench = new Bench("xen");
        bench.view.putInt(4, 3);
        assertEquals(1, bench.call(29, 6, BASE));
        bench.host.manualClock().advance(2_999_999_999L);
        assertEquals("nothing", bench.host.asked());
        bench.view.putInt(0, 1);
        bench.call(29, 6, BASE);
        bench.host.manualClock().advance(2_999_999_999L);
        assertEquals("nothing", bench.host.asked());
        bench.host.manualClock().advance(1);
        assertEquals("shutdown " + ShutdownReason.WATCHDOG, bench.host.asked());
    }

    @Test
    void aPortThatTheGuestCannotLearnOfIsNotAllocated() {
        Bench bench = new Bench("xen");
        byte[] readOnly = new byte[8];
        readOnly[0] = (byte) 0xF0;
        readOnly[1] = 0x7F;
        FakeCall call = new FakeCall(0, BASE, readOnly, 6, BASE) {
            @Override
            public boolean writeVirtual(long address, byte[] source, int offset, int length) {
                return false;
            }
        };
        bench.calls.call(call.with(16, 32));
        assertEquals(-14, call.register(0));
        bench.view.putShort(0, (short) 0x7FF0);
        assertEquals(0, bench.call(32, 6, BASE));
        assertEquals(1, bench.view.getInt(4));
    }

    @Test
    void theConsolePageIsDisconnectedAndTheOthersAreZero() {
        FakeHost host = new FakeHost();
        for (long at = 0; at < 0x4000; at += 4) {
            long expected = at == 3088 ? 1 : 0;
            assertEquals(expected, host.memory().read(MagicPages.CONSOLE + at, 4), "offset " + at);
        }
    }

    @Test
    void theWallClockIsWrittenUnderItsVersion() {
        FakeHost host = new FakeHost();
        var frame = host.memory().allocateShared();
        WallClock.set(frame, Instant.ofEpochSecond(0x1_2345_6789L, 42));
        assertEquals(2, frame.segment().get(ValueLayout.JAVA_INT, 0x430));
        assertEquals(0x2345_6789, frame.segment().get(ValueLayout.JAVA_INT, 0x434));
        assertEquals(42, frame.segment().get(ValueLayout.JAVA_INT, 0x438));
        assertEquals(1, frame.segment().get(ValueLayout.JAVA_INT, 0x43C));
    }

    @Test
    void randomHypercallsNeverThrowAndMoveABoundedNumberOfBytes() {
        Random random = new Random(5);
        Bench bench = new Bench("xen");
        int[] numbers = {7, 12, 13, 17, 18, 20, 21, 24, 29, 32, 33, 34, 35, 36};
        int succeeded = 0;
        for (int n = 0; n < 150_000; n++) {
            for (int k = 0; k < 16; k++) {
                bench.view.putLong(8 * random.nextInt(64), interesting(random));
            }
            if (random.nextBoolean()) {
                bench.view.putInt(0, DomainIds.SELF);
                bench.view.putInt(4, random.nextInt(40));
            }
            long number = random.nextInt(20) == 0 ? random.nextLong() : numbers[random.nextInt(numbers.length)];
            long result = bench.call(
                    number,
                    random.nextInt(30) == 0 ? random.nextLong() : random.nextInt(random.nextBoolean() ? 12 : 32),
                    random.nextBoolean() ? BASE : interesting(random),
                    random.nextBoolean() ? random.nextInt(3) : interesting(random),
                    interesting(random));
            succeeded += result >= 0 ? 1 : 0;
            assertTrue(bench.last.moved() < 1 << 22, "moved " + bench.last.moved());
        }
        assertTrue(succeeded > 5_000, "succeeded " + succeeded);
    }

    private static long interesting(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> BASE + random.nextInt(0x4000);
            case 2, 3 -> BASE + 8 * random.nextInt(64);
            case 4 -> 0x4_0000 + random.nextInt(300);
            case 5 -> 1L << random.nextInt(64);
            default -> random.nextInt(40);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "P18,xen,5,UNDEFINED,nothing",
        "ffff-release,xen,65535,UNDEFINED,nothing",
        "register,xen-debug-dom0less,65505,ANSWERED,log X1 = 41",
        "pc,xen-debug-dom0less,65533,ANSWERED,log PC = 1000",
        "character,xen-debug-dom0less,65534,ANSWERED,log A",
        "message,xen-debug-dom0less,65280,ANSWERED,log debug call ff00",
        "beside,xen-debug-dom0less,65279,UNDEFINED,nothing",
        "beside-xen,xen,3746,UNDEFINED,nothing"
    })
    void otherImmediatesOfHvc(String id, String profile, int immediate, GuestCalls.Outcome outcome, String asked) {
        Bench bench = new Bench(profile);
        FakeCall call = new FakeCall(0, 0x41, 0x41);
        long[] before = call.registers();
        assertEquals(outcome, calls(bench, profile).hvc(immediate, call, () -> 0x1000), id);
        assertEquals(asked, bench.host.asked());
        assertEquals(Arrays.toString(before), Arrays.toString(call.registers()));
    }

    @Test
    void immediateZeroIsTheCallingConventionAndEa1AHypercall() {
        Bench bench = new Bench("xen");
        GuestCalls calls = calls(bench, "xen");
        FakeCall psci = new FakeCall(0, 0x8400_0000L);
        assertEquals(GuestCalls.Outcome.ANSWERED, calls.hvc(0, psci, () -> 0));
        assertEquals(0x10001, psci.register(0));
        FakeCall smc = new FakeCall(0, 0x8400_0000L);
        assertEquals(GuestCalls.Outcome.ANSWERED, calls.smc(0, smc));
        assertEquals(0x10001, smc.register(0));
        FakeCall version = new FakeCall(0, 0).with(16, 17);
        assertEquals(GuestCalls.Outcome.ANSWERED, calls.hvc(0xEA1, version, () -> 0));
        assertEquals(0x40017, version.register(0));
        assertEquals(GuestCalls.Outcome.UNDEFINED, calls.smc(1, new FakeCall(0)));
    }

    private static GuestCalls calls(Bench bench, String profile) {
        PsciHost none = new PsciHost() {
            @Override
            public int vcpus() {
                return 2;
            }

            @Override
            public boolean online(int vcpu) {
                return vcpu == 0;
            }

            @Override
            public OnResult cpuOn(int vcpu, long entry, long context) {
                return OnResult.FAILED;
            }

            @Override
            public void cpuOff(int vcpu) {
                throw new IllegalStateException("not asked for");
            }

            @Override
            public void standby(int vcpu) {
                throw new IllegalStateException("not asked for");
            }

            @Override
            public void shutdown(ShutdownReason reason) {
                throw new IllegalStateException("not asked for");
            }

            @Override
            public void suspend(int vcpu, long entry, long context) {
                throw new IllegalStateException("not asked for");
            }
        };
        SmcccDispatcher firmware = new SmcccDispatcher(none, FirmwareProfile.XEN, c -> false);
        return new GuestCalls(bench.host, profile(profile), firmware, bench.calls);
    }
}
