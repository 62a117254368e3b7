// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.xenolith.engine.mmu.Access;
import org.xenolith.engine.support.ToyCpu;
import org.xenolith.engine.support.ToyGuest;

class SoftMmuTest {
    private static final long DATA = ToyGuest.DATA;

    private final ToyMachine machine = new ToyMachine();
    private final ToyCpu cpu = machine.cpu;

    private void page(long address, long frame, boolean readable, boolean writable, boolean user, boolean strict) {
        cpu.pages.put(address, new ToyCpu.Page(frame, readable, writable, user, strict));
    }

    @Property(tries = 500)
    void loadsWhatWasStoredAcrossPagesThatAreApart(
            @ForAll @IntRange(min = 4080, max = 4100) int offset,
            @ForAll @IntRange(max = 3) int log2,
            @ForAll long value) {
        ToyMachine m = new ToyMachine();
        m.cpu.pages.put(DATA + 4096, ToyCpu.Page.of(DATA + 5 * 4096));
        SoftMmu.store(m.cpu, DATA + offset, value, log2);
        long mask = -1L >>> (64 - (8 << log2));
        assertEquals(value & mask, SoftMmu.load(m.cpu, DATA + offset, log2));
        for (int i = 0; i < 1 << log2; i++) {
            long physical = offset + i < 4096 ? DATA + offset + i : DATA + 4 * 4096 + offset + i;
            assertEquals(value >>> (8 * i) & 0xFF, m.memory.read(physical, 1));
        }
        int shift = 64 - (8 << log2);
        assertEquals(value << shift >> shift, SoftMmu.load(m.cpu, DATA + offset, log2 | Access.SIGNED));
    }

    @Test
    void aStoreAcrossPagesChangesNothingIfOneOfThemRefuses() {
        page(DATA + 4096, DATA + 4096, true, false, true, false);
        machine.memory.write(DATA + 4088, 8, 0x1122334455667788L);
        GuestFault fault = assertThrows(GuestFault.class, () -> SoftMmu.store(cpu, DATA + 4092, -1, 3));
        assertEquals(DATA + 4096, fault.address);
        assertEquals(GuestFault.WRITE, fault.access);
        assertEquals(0x1122334455667788L, machine.memory.read(DATA + 4088, 8));
    }

    @Test
    void strictPagesRefuseMisalignedAccesses() {
        page(DATA, DATA, true, true, true, true);
        assertEquals(0, SoftMmu.load(cpu, DATA + 8, 3));
        assertEquals(ToyCpu.ALIGNMENT, assertThrows(GuestFault.class, () -> SoftMmu.load(cpu, DATA + 4, 3)).syndrome);
        assertEquals(
                ToyCpu.ALIGNMENT, assertThrows(GuestFault.class, () -> SoftMmu.store(cpu, DATA + 1, 0, 1)).syndrome);
        assertThrows(GuestFault.class, () -> SoftMmu.load(cpu, DATA + 4094, 3));
        assertThrows(GuestFault.class, () -> SoftMmu.load(cpu, DATA - 4, 3), "the second page is strict");
    }

    @Test
    void alignedAccessesAreRefusedMisalignedOnAnyPage() {
        assertThrows(GuestFault.class, () -> SoftMmu.load(cpu, DATA + 2, 2 | Access.ALIGNED));
        assertThrows(GuestFault.class, () -> SoftMmu.readModifyWrite(cpu, DATA + 2, 1, 0, 2));
    }

    @Test
    void unprivilegedAccessesHaveTheirOwnPermissions() {
        page(DATA, DATA, true, true, false, false);
        cpu.level(1);
        SoftMmu.store(cpu, DATA, 5, 3);
        assertEquals(5, SoftMmu.load(cpu, DATA, 3));
        assertThrows(GuestFault.class, () -> SoftMmu.load(cpu, DATA, 3 | Access.UNPRIVILEGED));
        assertEquals(5, SoftMmu.load(cpu, DATA, 3));
    }

    @Test
    void atomicsNeedAPageThatMayBeWrittenAndIsRam() {
        page(DATA, DATA, true, false, true, false);
        assertThrows(GuestFault.class, () -> SoftMmu.compareAndSwap(cpu, DATA, 0, 0, 3));
        assertEquals(
                ToyCpu.BUS,
                assertThrows(GuestFault.class, () -> SoftMmu.readModifyWrite(cpu, ToyGuest.DEVICE, 0, 0, 3)).syndrome);
    }

    @Test
    void aDeviceIsReachedOnlyByAnInstructionThatIsKnownTo() {
        assertSame(IoRestart.INSTANCE, assertThrows(IoRestart.class, () -> SoftMmu.load(cpu, ToyGuest.DEVICE, 2)));
        assertTrue(machine.times.isEmpty());
        assertEquals(77, SoftMmu.load(cpu, ToyGuest.DEVICE, 2 | Access.IO));
        assertEquals(1, machine.times.size());
        assertThrows(GuestFault.class, () -> SoftMmu.load(cpu, ToyGuest.DEVICE, 2 | Access.IO | Access.MEMORY_ONLY));
        machine.retries = 1;
        assertSame(
                IoRestart.AGAIN,
                assertThrows(IoRestart.class, () -> SoftMmu.load(cpu, ToyGuest.DEVICE, 2 | Access.IO)));
    }

    @Test
    void storesToAWatchedPageAreMadeKnownUntilItsCodeIsGone() {
        machine.code(ToyGuest.CODE, 0x0101_0001, 0x0200_0000);
        machine.run(2);
        SoftMmu.store(cpu, ToyGuest.CODE + 0x800, 1, 3);
        assertTrue(machine.memory.isWatched(ToyGuest.CODE), "the block was not touched");
        SoftMmu.store(cpu, ToyGuest.CODE, 0x0101_0002, 2);
        assertFalse(machine.memory.isWatched(ToyGuest.CODE));
        assertEquals(1, machine.cluster.counts().invalidated.get());
        SoftMmu.readModifyWrite(cpu, ToyGuest.CODE, 0, 1, 2);
        assertEquals(1, machine.cluster.counts().invalidated.get());
    }

    @Test
    void aTranslationIsWalkedOnce() {
        SoftMmu.load(cpu, DATA, 3);
        SoftMmu.load(cpu, DATA + 8, 3);
        assertEquals(1, cpu.walks);
        cpu.flushPage(DATA);
        SoftMmu.load(cpu, DATA + 16, 3);
        assertEquals(2, cpu.walks);
    }
}
