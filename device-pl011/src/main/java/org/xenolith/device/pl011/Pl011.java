// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import static org.xenolith.device.pl011.Bits.*;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.console.ConsoleLine;
import org.xenolith.api.device.DeviceAccess;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.api.device.StateVersions;
import org.xenolith.api.device.TracedDevice;

/**
 * What all profiles share: decoding, access checks, mask and status, and when to call out.
 *
 * <p>Threat model: the guest chooses offset, width, value and timing on any number of vCPUs; the back end changes queue
 * levels at any time and may claim levels that cannot be. Every access costs a bounded number of steps, allocates
 * nothing, and ends in a value or a {@link BusFault}. State that a device is restored from is not trusted.
 *
 * <p>The lock guards the state and is never held while calling the interrupt line or the back end. Registers that are
 * only looked at are read without it, from one word that each operation replaces as a whole.
 */
abstract class Pl011 implements TracedDevice {
    /** The kind of device that it is. */
    static final String KIND = "pl011";

    /** The layouts of the state: since version 2 it says whether the guest has been told of input; it may have been. */
    static final StateVersions VERSIONS = StateVersions.of(KIND, fields -> {
        boolean input = fields.get("fr") instanceof Long flags && (flags & FR_RXFE) == 0;
        fields.put("told", input ? 1L : 0L);
    });

    /** In a result of {@link #readLocked}: the back end is to be notified. */
    static final long NOTIFY = 1L << 63;

    /** In a result of {@link #writeLocked}: the back end is to be notified. */
    static final int NOTIFY_BACKEND = 1;

    /** In a result of {@link #writeLocked}: a byte was dropped. */
    static final int DROPPED = 1 << 1;

    final Profile profile;
    final ConsoleLine console;
    final OutQueue out;
    final ReentrantLock lock = new ReentrantLock();
    private final InterruptOutput output;
    private final RegisterMap map;
    private final Complaints complaints;
    private final long maskBits;
    private volatile long word;
    private boolean overdue;

    /**
     * The guest has seen that there is something to read, and has not read since. It may read next whatever happens in
     * between, so a stand-in for this device owes it that character. Set without the lock, by whoever looks.
     */
    private boolean told;

    /** Registers are in their state after reset. */
    Pl011(Profile profile, Surroundings around) {
        this.profile = profile;
        console = around.console();
        output = around.output();
        complaints = around.complaints();
        out = new OutQueue(console);
        map = new RegisterMap(shown());
        maskBits = profile.has(Difference.PRIMECELL) ? Register.IMSC.mask : 0xFFFF_FFFFL;
        int flags = profile.has(Difference.FLAGS_ZERO_AT_RESET) ? 0 : Register.FR.reset;
        word = Latches.of(flags, Register.RIS.reset, 0, Register.IMSC.reset);
    }

    private List<Register> shown() {
        return profile.has(Difference.PRIMECELL) ? Register.primeCell() : Register.generic();
    }

    // ---- what a profile's data path does, all under the lock

    /** Reads a register that is not flags, mask or status; the result may carry {@link #NOTIFY}. */
    abstract long readLocked(Register register);

    /**
     * Writes a register that is not flags, mask or status.
     *
     * @param lanes the bits that the access covers
     * @return {@link #NOTIFY_BACKEND} and {@link #DROPPED}, or 0
     */
    abstract int writeLocked(Register register, long lanes, long value);

    /** The back end has put or consumed bytes; returns whether to notify it in turn. */
    abstract boolean notifiedLocked();

    /** Adds the fields that only this data path has. */
    abstract void saveLocked(Map<String, Object> fields);

    /** The lock has been released: calls to the clock have their place here. */
    void unlocked() {}

    /** Ends what runs by itself; the lock is not held. */
    void ended() {}

    final long word() {
        return word;
    }

    /** The one place where flags and status change, and where the interrupt line is computed. */
    final void commit(int flags, int raw, long mask, boolean evaluate) {
        int causes = raw & (int) mask;
        int shadow = Latches.shadow(word);
        if (evaluate) {
            int fresh = profile.has(Difference.EDGE_PER_EVALUATION) ? causes : causes & ~shadow;
            if (fresh != 0) {
                output.inject();
            }
            shadow = causes & Latches.CAUSES;
        }
        word = Latches.of(flags, raw, shadow, mask);
        output.level(causes != 0);
    }

    // ---- accesses

    @Override
    public final long read(int vcpu, long offset, int width) throws BusFault {
        Register register = map.at(offset);
        if (register == Register.UNKNOWN) {
            return unknown(offset, width, "read");
        }
        checkWidth(register, offset, width, "read");
        long now = word;
        if (register == Register.FR) { // before all others: drivers poll it
            return lookAtFlags(Latches.flags(now)) & lanes(width);
        }
        long value =
                switch (register.effect) {
                    case MASK -> Latches.mask(now);
                    case RAW -> lookAtCauses(Latches.raw(now));
                    case MASKED -> lookAtCauses(Latches.masked(now));
                    case CLEAR -> readCleared(register, offset, width);
                    default -> readGuarded(register);
                };
        return value & lanes(width);
    }

    private long lookAtFlags(int flags) {
        boolean input = (flags & FR_RXFE) == 0;
        if (told != input) {
            told = input;
        }
        return flags;
    }

    private long lookAtCauses(int causes) {
        if ((causes & (RXI | RTI)) != 0) {
            told = true;
        }
        return causes;
    }

    private long readCleared(Register register, long offset, int width) throws BusFault {
        if (profile.has(Difference.PRIMECELL)) {
            return 0;
        }
        complaints.refused(register, offset, width, "read");
        throw BusFault.REFUSED;
    }

    private long readGuarded(Register register) {
        long value;
        lock.lock();
        try {
            if (register == Register.DR) {
                told = false;
            }
            value = readLocked(register);
        } finally {
            lock.unlock();
        }
        callOut((value & NOTIFY) != 0);
        return value;
    }

    @Override
    public final void write(int vcpu, long offset, int width, long value) throws BusFault {
        Register register = map.at(offset);
        if (register == Register.UNKNOWN) {
            unknown(offset, width, "write");
            return;
        }
        if (register.access == Access.READ_ONLY) {
            return;
        }
        checkWidth(register, offset, width, "write");
        long lanes = lanes(width);
        int after = 0;
        lock.lock();
        try {
            switch (register.effect) {
                case MASK -> writeMask(lanes, value);
                case CLEAR -> clear(value & lanes);
                default -> after = writeLocked(register, lanes, value);
            }
        } finally {
            lock.unlock();
        }
        if ((after & DROPPED) != 0) {
            complaints.dropped();
        }
        callOut((after & NOTIFY_BACKEND) != 0);
    }

    private void writeMask(long lanes, long value) {
        long now = word;
        long mask = (Latches.mask(now) & ~lanes | value & lanes) & maskBits;
        commit(Latches.flags(now), Latches.raw(now), mask, true);
    }

    private void clear(long bits) {
        long now = word;
        commit(Latches.flags(now), Latches.raw(now) & ~(int) bits, Latches.mask(now), true);
    }

    private static long lanes(int width) {
        return width >= 4 ? 0xFFFF_FFFFL : (1L << 8 * width) - 1;
    }

    private long unknown(long offset, int width, String direction) throws BusFault {
        if (profile.has(Difference.UNKNOWN_OFFSETS_ABORT)) {
            complaints.refused(Register.UNKNOWN, offset, width, direction);
            throw BusFault.REFUSED;
        }
        return 0;
    }

    private void checkWidth(Register register, long offset, int width, String direction) throws BusFault {
        if (width > 4) {
            complaints.refused(register, offset, width, direction);
            throw profile.has(Difference.WIDE_ACCESS_CRASHES) ? BusFault.CRASH : BusFault.REFUSED;
        }
    }

    /** After the lock is released: the line first, so that the back end's answer finds it up to date. */
    final void callOut(boolean notify) {
        unlocked();
        output.drive();
        if (notify) {
            console.notifyBackend();
        }
    }

    @Override
    public final String describe(DeviceAccess access) {
        Register register = map.at(access.offset());
        if (register == Register.UNKNOWN || access.fault().isPresent()) {
            return access + (register == Register.UNKNOWN ? "" : " (" + register + ")");
        }
        String sign = access.write() ? " = " : " -> ";
        return (access.write() ? "W" : "R") + 8 * access.width() + sign + register.describe(access.value());
    }

    // ---- life

    private void notified() {
        boolean notify;
        lock.lock();
        try {
            notify = notifiedLocked();
        } finally {
            lock.unlock();
        }
        callOut(notify);
    }

    /** Takes over from a predecessor, before {@link #start}. */
    void restore(Predecessor before) throws DeviceException {
        SavedFields fields = before.registers();
        int flags = (int) fields.number("fr", 0, Register.FR.mask);
        int raw = (int) fields.number("ris", 0, Register.RIS.mask);
        int shadow = (int) fields.number("shadowMis", 0, Latches.CAUSES);
        long mask = fields.number("imsc", 0, 0xFFFF_FFFFL) & maskBits;
        out.adopt(before.output(), before.inherited());
        if (before.parked()) {
            shadow = raw & (int) mask;
            if (shadow != 0) {
                output.inject();
            }
        }
        told = fields.flag("told") && before.served() == Predecessor.Served.NOTHING;
        word = Latches.of(flags, raw, shadow, mask);
        output.level(Latches.masked(word) != 0);
    }

    /** The predecessor was told by the back end of something that it could not act upon: {@link #start} does. */
    final void notifyAtStart() {
        overdue = true;
    }

    @Override
    public void start() {
        console.onBackend(this::notified);
        lock.lock();
        try {
            out.drain();
            if (overdue) {
                notifiedLocked();
            }
        } finally {
            lock.unlock();
        }
        unlocked();
        output.refresh();
        if (console.outQueued() > 0) {
            console.notifyBackend();
        }
    }

    @Override
    public final DeviceState stop() {
        console.onBackend(() -> {});
        ended();
        output.close();
        return state();
    }

    @Override
    public final DeviceState state() {
        lock.lock();
        try {
            return save();
        } finally {
            lock.unlock();
        }
    }

    private DeviceState save() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("profile", profile.key);
        fields.put("fr", (long) Latches.flags(word));
        fields.put("ris", (long) Latches.raw(word));
        fields.put("imsc", Latches.mask(word));
        fields.put("shadowMis", (long) Latches.shadow(word));
        fields.put("output", out.waiting());
        fields.put("told", told ? 1L : 0L);
        fields.put("inherited", out.inherited() ? 1L : 0L);
        saveLocked(fields);
        return new DeviceState(KIND, VERSIONS.current(), fields);
    }
}
