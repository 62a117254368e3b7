// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenolith.api.bus.Region;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.event.EventChannels;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.api.time.TimeMode;
import org.xenolith.core.console.RingException;
import org.xenolith.core.console.RingQueues;
import org.xenolith.core.console.VuartControl;
import org.xenolith.core.console.VuartControl.Request;
import org.xenolith.core.event.ChannelDirectory;
import org.xenolith.core.event.TwoLevelChannels;
import org.xenolith.core.memory.AddressSpace;
import org.xenolith.core.memory.PagedMemory;

/** Setting up and taking down a virtual UART; comments name the rows of behaviour. */
@Timeout(60)
class VirtualUartLifeTest {
    private static final long RING = 0x3900_3000L;
    private static final Request INIT = new Request(VuartControl.INIT, VuartControl.VPL011, 0, RING >>> 12, 0, 77);

    private final PagedMemory memory = new PagedMemory(AddressSpace.ofHost());
    private final TwoLevelChannels events = new TwoLevelChannels(3, 1, memory, new ChannelDirectory(), v -> {});
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Host host = new Host(HostSettings.DEFAULT, (level, message, cause) -> log.add(message));

    @AfterEach
    void stop() {
        host.close();
        events.close();
        memory.close();
    }

    private VuartControl control(boolean secondSucceeds) {
        return new VuartControl(
                secondSucceeds,
                (frame, daemon) -> RingQueues.open(
                        new RingQueues.Site(memory, frame << 12, events, daemon), () -> log.add("broken")));
    }

    private static int errno(VuartControl control, Request request) {
        return assertThrows(RingException.class, () -> control.call(request)).errno();
    }

    @Test
    @Tag("uart-L01-mainline")
    void aSecondInitialisationIsRefused() throws Exception {
        memory.populate(RING, 4096);
        VuartControl control = control(false);
        assertEquals(1, control.call(INIT));
        assertEquals(-22, errno(control, INIT));
        assertEquals(1, control.opened().port());
    }

    @Test
    @Tag("uart-L01-seed")
    void inTheSeedASecondInitialisationSucceedsAndLeavesThePortAsItWas() throws Exception {
        memory.populate(RING, 4096);
        VuartControl control = control(true);
        assertEquals(1, control.call(INIT));
        assertEquals(77, control.call(INIT));
        assertEquals(EventChannels.Status.CLOSED, events.status(2));
    }

    @Test
    @Tag("uart-L02")
    void aRingOutsideRamIsRefusedAndLeavesNothingBehind() throws Exception {
        VuartControl control = control(false);
        assertEquals(-22, errno(control, INIT));
        assertEquals(EventChannels.Status.CLOSED, events.status(1));
        assertThrows(IllegalStateException.class, control::opened);
        memory.populate(RING, 4096);
        assertEquals(1, control.call(INIT));
    }

    @Test
    @Tag("uart-L05")
    @Tag("uart-L06")
    @Tag("uart-L07")
    void theCallChecksItsArguments() {
        memory.populate(RING, 4096);
        VuartControl control = control(false);
        assertEquals(-95, errno(control, new Request(0, 1, 0, RING >>> 12, 0, 0)));
        assertEquals(-22, errno(control, new Request(0, 0, 1, RING >>> 12, 0, 0)));
        assertEquals(-22, errno(control, new Request(1, 0, 0, RING >>> 12, 0, 0)));
        control.creationFinished();
        assertEquals(-1, errno(control, INIT));
        assertEquals(EventChannels.Status.CLOSED, events.status(1));
    }

    @Test
    @Tag("uart-L04")
    void withoutAFreePortEverythingIsUndone() throws Exception {
        memory.populate(RING, 4096);
        for (int port = 1; port < EventChannels.PORTS; port++) {
            assertEquals(port, events.allocateUnbound(0));
        }
        memory.write(RING, 4, 0x1234);
        VuartControl control = control(false);
        assertEquals(-28, errno(control, INIT));
        assertEquals(0x1234, memory.read(RING, 4));
        events.close(9);
        assertEquals(9, control.call(INIT));
    }

    @Test
    @Tag("uart-L08")
    void takingDownTwiceIsTakingDownOnce() throws Exception {
        memory.populate(RING, 4096);
        VuartControl control = control(false);
        control.deinit();
        control.call(INIT);
        control.deinit();
        assertEquals(1, events.allocateUnbound(0));
        control.deinit();
        assertEquals(EventChannels.Status.UNBOUND, events.status(1));
    }

    @Test
    @Tag("uart-L09")
    void aRingThatIsSetUpAgainGoesOnWhereItsIndicesAre() throws Exception {
        memory.populate(RING, 4096);
        VuartControl control = control(false);
        control.call(INIT);
        control.opened().put((byte) 'a');
        control.opened().put((byte) 'b');
        control.deinit();
        control.call(INIT);
        assertEquals(2, control.opened().outQueued());
        control.opened().put((byte) 'c');
        assertEquals(3, memory.read(RING + 3084, 4));
        assertEquals('a', memory.read(RING + 1024, 1));
    }

    // ---- the whole slot

    private static SlotSpec uart(String name, long base, Map<String, String> settings) {
        return new SlotSpec(name, "loop", List.of(new Region(name, base, 0x1000)), settings);
    }

    private static DeviceException refused(MachineContext context, SlotSpec spec) {
        return assertThrows(DeviceException.class, () -> context.addSlot(spec, InterruptLine.UNCONNECTED));
    }

    /** Something that a platform does while it builds a domain. */
    @FunctionalInterface
    private interface Building {
        void act(MachineContext context) throws DeviceException;
    }

    private void build(Building building) throws DomainException {
        host.addFactory(new LoopbackDevice.Factory("loop"), "loop", 0, 1);
        host.addPlatform(
                new FakePlatform(context -> {
                    try {
                        building.act(context);
                    } catch (DeviceException e) {
                        throw new DomainException("the uart", e);
                    }
                    return v -> RunState.IDLE;
                }),
                "fake",
                0,
                1);
        host.create(new DomainConfig(
                        "d", "fake", 1 << 20, 1, Path.of("kernel"), Optional.empty(), "", TimeMode.WALL, Map.of()))
                .destroy();
    }

    private static final Map<String, String> WITH_RING = Map.of("interrupt", "32", "console.ring", "0x39003000");

    @Test
    @Tag("uart-L02")
    void aSlotWithARingOutsideRamLeavesNoInterruptNoWindowAndNoPort() throws Exception {
        build(context -> {
            assertTrue(refused(context, uart("u", 0, WITH_RING)).getMessage().contains("not a frame of RAM"));
            assertEquals(List.of(), context.bus().regions());
            context.memory().populate(RING, 4096);
            context.addSlot(uart("u", 0, WITH_RING), InterruptLine.UNCONNECTED);
            assertEquals(2, context.events().allocateUnbound(0));
        });
    }

    @Test
    @Tag("uart-L03")
    @Tag("uart-S13")
    void anInterruptThatHasAnOwnerStaysHis() throws Exception {
        build(context -> {
            context.memory().populate(RING, 4096);
            context.addSlot(uart("first", 0, Map.of("interrupt", "32")), InterruptLine.UNCONNECTED);
            for (int i = 0; i < 3; i++) {
                DeviceException refusal = refused(context, uart("second", 0x1000, WITH_RING));
                assertTrue(refusal.getMessage().contains("interrupt 32 has an owner"), refusal.getMessage());
            }
            assertEquals(1, context.bus().regions().size());
            assertEquals(1, context.events().allocateUnbound(0), "no port was allocated");
        });
    }

    @Test
    void aWindowThatIsTakenUndoesEverythingBeforeIt() throws Exception {
        build(context -> {
            context.memory().populate(RING, 4096);
            context.addSlot(uart("first", 0x1000, Map.of()), InterruptLine.UNCONNECTED);
            refused(context, uart("second", 0x1800, WITH_RING));
            assertEquals(1, context.bus().regions().size());
            assertEquals(EventChannels.Status.CLOSED, context.events().status(1));
            context.addSlot(uart("second", 0x2000, WITH_RING), InterruptLine.UNCONNECTED);
            refused(context, uart("second", 0x3000, Map.of("interrupt", "33")));
            context.addSlot(uart("third", 0x3000, Map.of("interrupt", "33")), InterruptLine.UNCONNECTED);
        });
    }

    @Test
    @Tag("uart-L11")
    void queuesThatCannotBeMadeLeaveTheWindowFree() throws Exception {
        build(context -> {
            refused(context, uart("u", 0, Map.of("interrupt", "32", "console.in", "2000000000")));
            assertEquals(List.of(), context.bus().regions());
            context.addSlot(uart("u", 0, Map.of("interrupt", "32")), InterruptLine.UNCONNECTED);
        });
    }

    @Test
    void aDestroyedDomainGivesItsInterruptBack() throws Exception {
        InterruptReservations reservations = new InterruptReservations();
        AutoCloseable first = reservations.reserve(32);
        first.close();
        AutoCloseable second = reservations.reserve(32);
        first.close();
        assertTrue(reservations.reserved(32), "closing again must not release what belongs to another");
        second.close();
        assertFalse(reservations.reserved(32));
    }
}
