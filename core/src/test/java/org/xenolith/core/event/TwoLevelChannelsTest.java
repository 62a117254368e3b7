// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.xenolith.api.event.EventChannels.PortInfo;
import org.xenolith.api.event.EventChannels.Status;
import org.xenolith.core.memory.AddressSpace;
import org.xenolith.core.memory.PagedMemory;

class TwoLevelChannelsTest {
    private static final long INFO_PAGE = 0x3900_0000L;
    private static final long RAM = 0x4000_0000L;

    /** A domain as far as its event channels go. */
    private static final class Guest implements AutoCloseable {
        final PagedMemory memory = new PagedMemory(AddressSpace.ofHost());
        final List<Integer> upcalls = new ArrayList<>();
        final TwoLevelChannels channels;

        Guest(int id, int vcpus, ChannelDirectory directory) {
            channels = new TwoLevelChannels(id, vcpus, memory, directory, upcalls::add);
            memory.populate(RAM, 1 << 20);
            memory.mapShared(INFO_PAGE, channels.sharedInfo());
        }

        boolean pending(int port) {
            return (memory.read(INFO_PAGE + 0x30 + (port >>> 6) * 8L, 8) & 1L << port) != 0;
        }

        void mask(int port) {
            long word = INFO_PAGE + 0x230 + (port >>> 6) * 8L;
            memory.write(word, 8, memory.read(word, 8) | 1L << port);
        }

        /** Takes the upcall as a guest does: clears the flag, the selector and the pending bits. */
        void consume() {
            memory.write(INFO_PAGE, 1, 0);
            memory.write(INFO_PAGE + 8, 8, 0);
            for (int word = 0; word < 64; word++) {
                memory.write(INFO_PAGE + 0x30 + word * 8L, 8, 0);
            }
            upcalls.clear();
        }

        @Override
        public void close() {
            channels.close();
            memory.close();
        }
    }

    private final ChannelDirectory directory = new ChannelDirectory();

    @Test
    void portsStartAtOneAndTheLowestFreeOneIsUsed() {
        try (Guest g = new Guest(1, 1, directory)) {
            assertEquals(1, g.channels.bindHost(() -> {}));
            assertEquals(2, g.channels.allocateUnbound(0));
            assertEquals(3, g.channels.bindIpi(0));
            assertEquals(0, g.channels.close(2));
            assertEquals(2, g.channels.allocateUnbound(5));
            assertEquals(new PortInfo(Status.UNBOUND, 0, 5, 0, -1), g.channels.info(2));
            assertEquals(-22, g.channels.close(0));
            assertEquals(-22, g.channels.close(4096));
            assertEquals(-22, g.channels.close(77));
        }
    }

    @Test
    void allPortsCanBeTakenAndThenThereIsNoSpace() {
        try (Guest g = new Guest(1, 1, directory)) {
            for (int i = 1; i < 4096; i++) {
                assertEquals(i, g.channels.allocateUnbound(0));
            }
            assertEquals(-28, g.channels.bindIpi(0));
            assertEquals(0, g.channels.reset());
            assertEquals(Status.CLOSED, g.channels.status(4095));
        }
    }

    @Test
    void aHostEndpointHearsTheGuestAndCanRaiseThePort() {
        try (Guest g = new Guest(1, 1, directory)) {
            List<String> heard = new ArrayList<>();
            int port = g.channels.bindHost(() -> heard.add("send"));
            assertEquals(0, g.channels.send(port));
            assertEquals(List.of("send"), heard);
            assertEquals(0, g.channels.raise(port));
            assertEquals(1, g.memory.read(INFO_PAGE, 1));
            assertEquals(1, g.memory.read(INFO_PAGE + 8, 8));
            assertEquals(1L << port, g.memory.read(INFO_PAGE + 0x30, 8));
            assertEquals(List.of(0), g.upcalls);
            g.channels.raise(port);
            assertEquals(List.of(0), g.upcalls, "pending already: nothing happens");
            assertEquals(-22, g.channels.raise(77));
        }
    }

    @Test
    void aMaskedPortBecomesPendingQuietlyAndIsToldWhenUnmasked() {
        try (Guest g = new Guest(1, 1, directory)) {
            int port = g.channels.bindHost(() -> {});
            g.mask(port);
            g.channels.raise(port);
            assertTrue(g.pending(port));
            assertEquals(List.of(), g.upcalls);
            assertEquals(0, g.channels.unmask(port));
            assertEquals(List.of(0), g.upcalls);
            g.consume();
            g.channels.unmask(port);
            assertEquals(List.of(), g.upcalls);
            assertEquals(-22, g.channels.unmask(0));
            assertEquals(-22, g.channels.unmask(4096));
        }
    }

    @Test
    void twoDomainsTalk() {
        try (Guest a = new Guest(1, 1, directory);
                Guest b = new Guest(2, 1, directory)) {
            int offered = a.channels.allocateUnbound(2);
            assertEquals(0, a.channels.send(offered), "nobody there: lost");
            int bound = b.channels.bindInterdomain(1, offered);
            assertTrue(b.pending(bound), "the binder's end is pending at once");
            assertEquals(new PortInfo(Status.INTERDOMAIN, 0, 2, bound, -1), a.channels.info(offered));
            assertEquals(new PortInfo(Status.INTERDOMAIN, 0, 1, offered, -1), b.channels.info(bound));
            b.consume();
            a.channels.send(offered);
            assertTrue(b.pending(bound));
            b.channels.send(bound);
            assertTrue(a.pending(offered));
            assertEquals(0, b.channels.close(bound));
            assertEquals(new PortInfo(Status.UNBOUND, 0, 2, 0, -1), a.channels.info(offered));
            assertEquals(-3, b.channels.bindInterdomain(9, 1));
            assertEquals(-22, b.channels.bindInterdomain(1, offered + 1));
            int forOthers = a.channels.allocateUnbound(7);
            assertEquals(-22, b.channels.bindInterdomain(1, forOthers));
        }
    }

    @Test
    void aDomainThatGoesLeavesItsPeersUnbound() {
        Guest a = new Guest(1, 1, directory);
        try (Guest b = new Guest(2, 1, directory)) {
            int offered = b.channels.allocateUnbound(1);
            assertEquals(1, a.channels.bindInterdomain(2, offered));
            a.close();
            assertEquals(Status.UNBOUND, b.channels.status(offered));
            assertEquals(0, b.channels.send(offered));
            assertEquals(-3, b.channels.bindInterdomain(1, 1));
        }
    }

    @Test
    void virtualInterruptsFollowTheRulesOfAnOrdinaryDomain() {
        try (Guest g = new Guest(1, 2, directory)) {
            assertEquals(1, g.channels.bindVirq(0, 0));
            assertEquals(2, g.channels.bindVirq(0, 1));
            assertEquals(-17, g.channels.bindVirq(0, 1));
            assertEquals(3, g.channels.bindVirq(11, 0));
            assertEquals(-17, g.channels.bindVirq(11, 0));
            assertEquals(-22, g.channels.bindVirq(11, 1));
            assertEquals(-16, g.channels.bindVirq(2, 0));
            assertEquals(-16, g.channels.bindVirq(23, 0));
            assertEquals(-22, g.channels.bindVirq(24, 0));
            assertEquals(-22, g.channels.bindVirq(-1, 0));
            assertEquals(-2, g.channels.bindVirq(1, 2));
            assertEquals(-22, g.channels.send(1));
            assertEquals(-22, g.channels.bindVcpu(1, 1), "a per-vCPU one does not move");
            assertEquals(0, g.channels.bindVcpu(3, 1));
            assertEquals(1, g.channels.targetVcpu(3));
            assertEquals(0, g.channels.raiseVirq(0, 1));
            assertTrue(g.pending(2));
            assertEquals(List.of(1), g.upcalls);
            assertEquals(-2, g.channels.raiseVirq(7, 0));
            assertEquals(new PortInfo(Status.VIRQ, 1, -1, 0, 0), g.channels.info(2));
        }
    }

    @Test
    void interProcessorInterruptsReachTheirVcpu() {
        try (Guest g = new Guest(1, 2, directory)) {
            int port = g.channels.bindIpi(1);
            assertEquals(0, g.channels.send(port));
            assertEquals(List.of(1), g.upcalls);
            assertEquals(0, g.memory.read(INFO_PAGE, 1), "the other vCPU's flag stays clear");
            assertEquals(-2, g.channels.bindIpi(2));
            assertEquals(-2, g.channels.bindVcpu(port, 2));
            assertEquals(-22, g.channels.bindVcpu(port, 0));
        }
    }

    @Test
    void registeringAVcpuInfoMovesItAndMarksEverythingPending() {
        try (Guest g = new Guest(1, 2, directory)) {
            int port = g.channels.bindIpi(1);
            g.channels.send(port);
            g.upcalls.clear();
            long info = RAM + 4096 - 48;
            g.memory.write(info, 8, -1);
            assertEquals(-2, g.channels.registerVcpuInfo(2, info));
            assertEquals(-2, g.channels.registerVcpuInfo(-1, info));
            assertEquals(-22, g.channels.registerVcpuInfo(1, info + 8), "it would cross a page");
            assertEquals(-22, g.channels.registerVcpuInfo(1, info - 4));
            assertEquals(-22, g.channels.registerVcpuInfo(1, 0x1000), "there is no RAM");
            assertEquals(0, g.channels.registerVcpuInfo(1, info));
            assertEquals(-16, g.channels.registerVcpuInfo(1, info));
            assertEquals(1, g.memory.read(info, 8), "old contents went along");
            assertEquals(-1, g.memory.read(info + 8, 8));
            assertEquals(List.of(1), g.upcalls);
            g.upcalls.clear();
            g.memory.write(info, 8, 0);
            g.memory.write(info + 8, 8, 0);
            g.memory.write(INFO_PAGE + 0x30, 8, 0);
            g.channels.send(port);
            assertEquals(1, g.memory.read(info, 1));
            assertEquals(List.of(1), g.upcalls);
        }
    }

    @Test
    void aVcpuInfoWhoseFrameIsGoneLosesEventsAndNothingElse() {
        try (Guest g = new Guest(1, 1, directory)) {
            assertEquals(0, g.channels.registerVcpuInfo(0, RAM));
            g.memory.unmap(RAM);
            g.upcalls.clear();
            int port = g.channels.bindHost(() -> {});
            assertEquals(0, g.channels.raise(port));
            assertEquals(List.of(), g.upcalls);
        }
    }

    @Property(tries = 200)
    void randomCallsNeverThrowAndKeepBothEndsConsistent(@ForAll long seed) {
        Random random = new Random(seed);
        try (Guest a = new Guest(1, 2, directory);
                Guest b = new Guest(2, 1, directory)) {
            for (int i = 0; i < 400; i++) {
                Guest g = random.nextBoolean() ? a : b;
                int result = operate(g, random);
                assertTrue(result > -100 && result < 4096);
            }
            check(a, b, 2);
            check(b, a, 1);
            check(a, a, 1);
            check(b, b, 2);
        }
    }

    private static int number(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> random.nextInt();
            case 1 -> 4096;
            case 2 -> 4095;
            default -> random.nextInt(8);
        };
    }

    private static int operate(Guest g, Random random) {
        int port = number(random);
        return switch (random.nextInt(15)) {
            case 0 -> g.channels.bindHost(() -> {});
            case 1, 2 -> g.channels.allocateUnbound(random.nextInt(6) == 0 ? 0x7FF0 : random.nextInt(3));
            case 3, 4 -> g.channels.bindInterdomain(random.nextInt(6) == 0 ? 0x7FF0 : random.nextInt(4), port);
            case 5 -> g.channels.bindVirq(number(random), random.nextInt(3) - 1);
            case 6 -> g.channels.bindIpi(random.nextInt(4) - 1);
            case 7 -> g.channels.bindVcpu(port, random.nextInt(4) - 1);
            case 8, 9 -> g.channels.close(port);
            case 10 -> g.channels.send(port);
            case 11 -> g.channels.raise(port);
            case 12 -> g.channels.unmask(port);
            case 13 -> random.nextInt(10) == 0 ? g.channels.reset() : g.channels.raiseVirq(number(random), 0);
            default -> g.channels.registerVcpuInfo(random.nextInt(3), RAM + random.nextInt(4100));
        };
    }

    private static void check(Guest g, Guest other, int otherId) {
        for (int port = 0; port < 4096; port++) {
            PortInfo info = g.channels.info(port);
            if (info.status() == Status.INTERDOMAIN && info.remoteDomain() == otherId) {
                PortInfo back = other.channels.info(info.remotePort());
                assertEquals(Status.INTERDOMAIN, back.status());
                assertEquals(port, back.remotePort());
            }
            if (info.status() == Status.CLOSED) {
                assertTrue(!g.pending(port), "a closed port is not pending");
            }
            assertNotEquals(Status.PIRQ, info.status());
        }
    }
}
