// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.irq.InterruptLine;

/** What hostile guests, several threads and damaged states do to a controller: nothing bad. */
class GicRobustnessTest {
    private static final int ACCESSES = 150_000;

    @ParameterizedTest
    @CsvSource({"V2,xen", "V2,architectural", "V3,xen", "V3,architectural"})
    void randomAccessesEndInAnAnswerOrARefusal(GicVersion version, String profile) throws DeviceException {
        Random random = new Random(7);
        Gic gic = new Gic(new GicConfig(version, GicProfile.named(profile), 3, 64), IrqOutput.UNCONNECTED);
        List<MmioHandler> frames =
                List.of(gic.distributor(), version == GicVersion.V2 ? gic.cpuInterface() : gic.redistributors());
        int[] sizes = version == GicVersion.V2 ? new int[] {0x1000, 0x2000} : new int[] {0x10000, 0x80000};
        int answered = 0;
        for (int n = 0; n < ACCESSES; n++) {
            int f = random.nextInt(2);
            long offset = n % 100 == 0 ? random.nextLong() : random.nextInt(sizes[f]);
            offset = n % 3 == 0 ? offset & 0xFFF : offset;
            try {
                access(random, frames.get(f), offset);
                answered++;
            } catch (BusFault fault) {
                assertEquals(BusFault.REFUSED, fault);
            }
            disturb(random, gic, version);
            if (n % 5_000 == 0) {
                assertStateSurvives(gic);
            }
        }
        assertTrue(answered > ACCESSES / 10, "answered " + answered);
    }

    private static void access(Random random, MmioHandler frame, long offset) throws BusFault {
        int width = 1 << (random.nextInt(3) == 0 ? random.nextInt(4) : 2);
        long at = random.nextInt(8) == 0 ? offset : offset & -width;
        long mask = width == 8 ? -1L : (1L << 8 * width) - 1;
        int vcpu = random.nextInt(3);
        if (random.nextBoolean()) {
            long value = frame.read(vcpu, at, width);
            assertEquals(0, value & ~mask, "bits above the width");
        } else {
            frame.write(vcpu, at, width, random.nextLong() & mask);
        }
    }

    private static void disturb(Random random, Gic gic, GicVersion version) {
        int vcpu = random.nextInt(3);
        switch (random.nextInt(6)) {
            case 0 -> gic.shared(32 + random.nextInt(64)).set(random.nextBoolean());
            case 1 -> gic.local(vcpu, 16 + random.nextInt(16)).pulse();
            case 2 -> gic.inject(vcpu, random.nextInt(96));
            case 3 -> {
                if (version == GicVersion.V3) {
                    IccRegister r = IccRegister.values()[random.nextInt(IccRegister.values().length)];
                    gic.readIcc(vcpu, r);
                    gic.writeIcc(vcpu, r, random.nextLong());
                }
            }
            case 4 -> {
                if (random.nextInt(20) == 0) {
                    gic.powerOff(vcpu);
                    gic.powerOn(vcpu);
                }
            }
            default -> assertTrue(!gic.irqAsserted(vcpu) || gic.hasDeliverable(vcpu));
        }
    }

    private static void assertStateSurvives(Gic gic) throws DeviceException {
        DeviceState state = gic.state();
        Gic copy = new Gic(gic.config(), IrqOutput.UNCONNECTED);
        copy.restore(state);
        assertEquals(text(state), text(copy.state()));
        for (int v = 0; v < 3; v++) {
            assertEquals(gic.irqAsserted(v), copy.irqAsserted(v), "output of vCPU " + v);
        }
    }

    private static String text(DeviceState state) {
        Map<String, Object> fields = new TreeMap<>(state.fields());
        fields.replaceAll((name, value) ->
                value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : value);
        return fields.toString();
    }

    @Test
    void aStateOfAnotherMachineIsRefusedAndChangesNothing() throws DeviceException {
        Gic gic = new Gic(new GicConfig(GicVersion.V3, GicProfile.XEN, 2, 32), IrqOutput.UNCONNECTED);
        gic.writeIcc(0, IccRegister.PMR_EL1, 0x80);
        String before = text(gic.state());
        DeviceState other = new Gic(new GicConfig(GicVersion.V3, GicProfile.XEN, 2, 64), IrqOutput.UNCONNECTED).state();
        assertThrows(DeviceException.class, () -> gic.restore(other));
        Map<String, Object> damaged = new TreeMap<>(gic.state().fields());
        byte[] interrupts = gic.state().bytes("interrupts", new byte[0]);
        interrupts[6] = 99;
        damaged.put("interrupts", interrupts);
        assertThrows(DeviceException.class, () -> gic.restore(new DeviceState("gic", 1, damaged)));
        damaged.put("interrupts", new byte[5]);
        assertThrows(DeviceException.class, () -> gic.restore(new DeviceState("gic", 1, damaged)));
        assertEquals(before, text(gic.state()));
    }

    @ParameterizedTest
    @CsvSource({"xen", "architectural"})
    void outputsAreToldInOrderAndTheLastCallIsTheTruth(String profile) throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        boolean[] told = new boolean[1];
        Gic gic = new Gic(new GicConfig(GicVersion.V3, GicProfile.named(profile), 1, 32), (vcpu, asserted) -> {
            if (inside.incrementAndGet() != 1) {
                overlapped.set(true);
            }
            told[0] = asserted;
            inside.decrementAndGet();
        });
        gic.distributor().write(0, 0, 4, 2);
        gic.distributor().write(0, 0x104, 4, 0xFFFF_FFFFL);
        gic.writeIcc(0, IccRegister.PMR_EL1, 0xF8);
        gic.writeIcc(0, IccRegister.IGRPEN1_EL1, 1);
        int sources = 3;
        CountDownLatch done = new CountDownLatch(sources);
        List<Thread> threads = new ArrayList<>();
        for (int s = 0; s < sources; s++) {
            InterruptLine line = gic.shared(32 + s);
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 30_000; n++) {
                    line.pulse();
                }
                line.set(true);
                done.countDown();
            }));
        }
        while (done.getCount() != 0) {
            serveOne(gic);
        }
        for (Thread t : threads) {
            t.join();
        }
        assertFalse(overlapped.get(), "two calls at once");
        assertEquals(gic.irqAsserted(0), told[0]);
    }

    /** While the first interrupt is being told, the vCPU serves it and goes to sleep, and a second one comes. */
    @ParameterizedTest
    @CsvSource({"xen", "architectural"})
    void aLevelThatGoesAndComesBackWhileItIsToldIsToldAgain(String profile) throws Exception {
        Gic[] gic = new Gic[1];
        AtomicInteger assertions = new AtomicInteger();
        gic[0] = new Gic(new GicConfig(GicVersion.V3, GicProfile.named(profile), 1, 32), (vcpu, asserted) -> {
            if (asserted && assertions.incrementAndGet() == 1) {
                Thread other = Thread.ofPlatform().start(() -> {
                    serveOne(gic[0]);
                    gic[0].shared(33).set(true);
                });
                try {
                    other.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        gic[0].distributor().write(0, 0, 4, 2);
        gic[0].distributor().write(0, 0x104, 4, 0xFFFF_FFFFL);
        gic[0].distributor().write(0, 0xC08, 4, 0xAAAA_AAAAL);
        gic[0].writeIcc(0, IccRegister.PMR_EL1, 0xF8);
        gic[0].writeIcc(0, IccRegister.IGRPEN1_EL1, 1);
        gic[0].shared(32).pulse();
        assertTrue(gic[0].irqAsserted(0));
        assertEquals(2, assertions.get());
    }

    private static void serveOne(Gic gic) {
        long intid = gic.readIcc(0, IccRegister.IAR1_EL1);
        if (intid != 1023) {
            gic.writeIcc(0, IccRegister.EOIR1_EL1, intid);
        }
    }

    @Test
    void outputsAreToldWithoutTheLockSoThatAListenerMayComeBack() {
        Gic[] holder = new Gic[1];
        Set<Long> acknowledged = new HashSet<>();
        List<Boolean> told = new ArrayList<>();
        holder[0] = new Gic(new GicConfig(GicVersion.V3, GicProfile.XEN, 1, 32), (vcpu, asserted) -> {
            told.add(asserted);
            if (asserted) {
                Thread other =
                        Thread.ofPlatform().start(() -> acknowledged.add(holder[0].readIcc(0, IccRegister.IAR1_EL1)));
                try {
                    other.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        Gic gic = holder[0];
        gic.writeIcc(0, IccRegister.PMR_EL1, 0xF8);
        gic.writeIcc(0, IccRegister.IGRPEN1_EL1, 1);
        try {
            gic.distributor().write(0, 0x104, 4, 1);
        } catch (BusFault fault) {
            throw new IllegalStateException(fault);
        }
        gic.shared(32).set(true);
        assertEquals(Set.of(32L), acknowledged);
        assertEquals(List.of(true, false), told);
        assertFalse(gic.irqAsserted(0));
    }

    @Test
    void rowsOfEveryTableCoverDistinctWords() {
        for (GicProfile profile : List.of(GicProfile.XEN, GicProfile.ARCHITECTURAL)) {
            for (RegisterMap map : List.of(
                    DistributorRegisters.of2(profile),
                    DistributorRegisters.of3(profile),
                    DistributorRegisters.redistributor(profile),
                    CpuInterfaceRegisters.of2(profile))) {
                int words = map.rows().stream()
                        .mapToInt(r -> (r.last() - r.first() + 1) / 4)
                        .sum();
                int found = 0;
                for (long offset = 0; map.at(offset) != null; offset += 4) {
                    found++;
                }
                assertEquals(words, found, "the frame has a hole");
            }
        }
    }

    @Test
    void tracesNameRegistersWithTheirNumber() {
        Gic gic = new Gic(new GicConfig(GicVersion.V3, GicProfile.XEN, 1, 32), IrqOutput.UNCONNECTED);
        assertEquals("GICD_CTLR", gic.distributorRegister(0));
        assertEquals("GICD_ISENABLER1", gic.distributorRegister(0x104));
        assertEquals("GICD_IROUTER33", gic.distributorRegister(0x6108));
        assertEquals("GICD_ICFGR1", gic.distributorRegister(0xC04));
        assertEquals("GICR_TYPER", gic.redistributorRegister(0x20008));
        assertEquals("GICC_IAR", gic.cpuInterfaceRegister(0xC));
        assertEquals("reserved", gic.distributorRegister(-1));
    }

    @Test
    void numbersBeyondTheControllerAreRefusedByName() {
        Gic gic = new Gic(new GicConfig(GicVersion.V2, GicProfile.XEN, 1, 32), IrqOutput.UNCONNECTED);
        assertThrows(IllegalArgumentException.class, () -> gic.shared(31));
        assertThrows(IllegalArgumentException.class, () -> gic.shared(64));
        assertThrows(IllegalArgumentException.class, () -> gic.local(0, 15));
        assertThrows(IllegalArgumentException.class, () -> gic.local(1, 27));
        assertThrows(IllegalArgumentException.class, () -> gic.inject(0, 64));
        assertThrows(IllegalStateException.class, gic::redistributors);
        assertThrows(IllegalArgumentException.class, () -> new GicConfig(GicVersion.V2, GicProfile.XEN, 9, 32));
        assertThrows(IllegalArgumentException.class, () -> new GicConfig(GicVersion.V3, GicProfile.XEN, 1, 33));
        assertEquals(1020, new GicConfig(GicVersion.V3, GicProfile.XEN, 1, 992).intids());
        assertEquals(64, GicConfig.spisFor(33));
    }
}
