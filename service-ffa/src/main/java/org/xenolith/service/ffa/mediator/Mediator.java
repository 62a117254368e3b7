// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.mediator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.abi.FunctionId;
import org.xenolith.service.ffa.abi.PartitionInfo;
import org.xenolith.service.ffa.secure.SecureCall;
import org.xenolith.service.ffa.secure.SecureWorld;
import org.xenolith.service.ffa.trace.CallTrace;

/**
 * An FF-A mediator: answers the calls of virtual machines, and asks a secure world for what is its business.
 *
 * <p>The work of a call is bounded: it copies at most 4096 bytes each way, looks at no more than the configured number
 * of partition entries (63) and pages (256), asks the secure world at most three times, and waits for nobody but a
 * partition, for as long as the secure world allows it.
 */
public final class Mediator implements AutoCloseable {
    /** What the mediator does later is done here. */
    public interface Clock {
        /** Returns host time in nanoseconds. */
        long nanos();

        /** Does something later. */
        void later(long delay, TimeUnit unit, Runnable work);

        /** Returns a clock of host time. */
        static Clock of(ScheduledExecutorService executor) {
            return new Clock() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void later(long delay, TimeUnit unit, Runnable work) {
                    executor.schedule(work, delay, unit);
                }
            };
        }
    }

    private final Settings settings;
    private final Journal journal;
    private final Clock clock;
    private final Membership membership;
    private final Features features;
    private final BufferCalls buffers;
    private final Discovery discovery;
    private final IndirectMessages indirect;
    private final DirectMessages direct;
    private final PeerRequests requests;
    private final Notifications notifications;
    private final MemorySharing memory;
    private final Lifetimes lifetimes;
    private final CallTrace trace = new CallTrace();
    private final Object changing = new Object();
    private volatile @Nullable Endpoint[] endpoints = new Endpoint[0];
    private volatile Firmware firmware = Firmware.none();
    private @Nullable SecureWorld world;
    private volatile boolean closed;

    /**
     * Creates a mediator without a secure world.
     *
     * @param on whether virtual machines reach each other
     * @param access who sees whom then
     */
    public Mediator(Settings settings, boolean on, AccessList access, Clock clock, Journal journal) {
        this.settings = settings;
        this.journal = journal;
        this.clock = clock;
        Shared host = new Shared();
        membership = new Membership(settings, on, access, journal);
        requests = new PeerRequests(settings, membership);
        buffers = new BufferCalls(settings, membership, host);
        PeerMemory peers = new PeerMemory(settings, membership, buffers);
        features = new Features(settings, membership, host, requests, peers);
        discovery = new Discovery(settings, membership, buffers, host);
        indirect = new IndirectMessages(settings, membership, buffers, host);
        direct = new DirectMessages(settings, host, requests);
        notifications = new Notifications(settings, membership, host);
        memory = new MemorySharing(settings, host, peers);
        lifetimes = new Lifetimes(settings, membership, buffers, memory, requests, peers, host);
    }

    private final class Shared implements Host {
        @Override
        public Firmware firmware() {
            return firmware;
        }

        @Override
        public Journal journal() {
            return journal;
        }

        @Override
        public void later(long delay, TimeUnit unit, Runnable work) {
            if (!closed) {
                clock.later(delay, unit, work);
            }
        }

        @Override
        public long nanos() {
            return clock.nanos();
        }

        @Override
        public @Nullable Endpoint endpoint(int id) {
            return Mediator.this.endpoint(id);
        }
    }

    // ---- the secure world

    /** Starts with a secure world: asks what it has. Returns whether it can be used. */
    public boolean start(SecureWorld secure) {
        synchronized (changing) {
            Firmware.Probe probe = Firmware.probe(secure, settings, journal);
            world = secure;
            firmware = probe.firmware();
            membership.partitions(probe.partitions(), false);
            secure.onScheduleReceiver(notifications::scheduleReceivers);
            return firmware.exists();
        }
    }

    /** The secure world's partitions are others now: asks for them again; guests see the tag change. */
    public void partitionsChanged() {
        synchronized (changing) {
            if (firmware.exists()) {
                PartitionList list = firmware.list(new SecureCall(), settings, journal);
                if (list != null && !list.equals(membership.roster().partitions())) {
                    membership.partitions(list, true);
                }
            }
        }
    }

    /** Tells whether a secure world is in use. */
    public boolean hasFirmware() {
        return firmware.exists();
    }

    // ---- virtual machines

    /**
     * Makes a virtual machine an endpoint.
     *
     * @throws RefusedException if it cannot be one
     */
    public Endpoint create(VirtualMachine vm) throws RefusedException {
        synchronized (changing) {
            Endpoint e = lifetimes.create(vm);
            @Nullable Endpoint[] next = Arrays.copyOf(endpoints, Math.max(endpoints.length, e.id + 1));
            next[e.id] = e;
            endpoints = next;
            return e;
        }
    }

    /** A virtual machine is about to end: others cannot reach it any more. */
    public void dying(Endpoint e) {
        e.dying = true;
    }

    /** A virtual machine is gone; none of its vCPUs runs. Idempotent. */
    public void destroy(Endpoint e) {
        synchronized (changing) {
            if (endpoint(e.id) != e) {
                return;
            }
            lifetimes.tearDown(e);
            @Nullable Endpoint[] next = endpoints.clone();
            next[e.id] = null;
            endpoints = next;
        }
    }

    /** Returns the endpoint with an id, null if there is none. */
    public @Nullable Endpoint endpoint(int id) {
        @Nullable Endpoint[] now = endpoints;
        return id >= 0 && id < now.length ? now[id] : null;
    }

    /** Returns the ids of all endpoints, ascending. */
    public List<Integer> endpointIds() {
        List<Integer> ids = new ArrayList<>();
        for (Endpoint e : endpoints) {
            if (e != null) {
                ids.add(e.id);
            }
        }
        return ids;
    }

    /** Returns how many regions endpoints share, those that have gone included. */
    public int regionCount() {
        int count = lifetimes.leftoverRegions();
        for (Endpoint e : endpoints) {
            count += e == null ? 0 : e.regionCount();
        }
        return count;
    }

    /** Takes back by force what endpoints that have gone still share. */
    public void releaseLeftovers() {
        lifetimes.releaseLeftovers();
    }

    /** Returns the virtual machines that have negotiated, in the order of their doing so. */
    public List<Endpoint> members() {
        return List.of(membership.roster().members());
    }

    /** Returns the entries of the list of partitions. */
    public List<PartitionInfo> partitions() {
        return membership.roster().partitions().entries();
    }

    // ---- the switch

    /**
     * Lets virtual machines reach each other, or ends that; does nothing if it is so already.
     *
     * @param force turn off even if there is no secure world, so that endpoints see only themselves
     * @throws IllegalStateException if there is no secure world and it is not forced
     */
    public void turn(boolean on, boolean force) {
        if (!on && !firmware.exists() && !force) {
            throw new IllegalStateException("messages between virtual machines cannot be turned off: without firmware"
                    + " nothing is left; force it to do so nevertheless");
        }
        membership.turn(on);
    }

    /** Replaces the access list. */
    public void access(AccessList list) {
        membership.access(list);
    }

    /** Returns where the switch stands. */
    public Mode mode() {
        return membership.roster().mode();
    }

    /** Returns the tag as a virtual machine sees it, 0 to 0xFFFF: with an access list each has its own. */
    public int tag(Endpoint e) {
        return membership.roster().visibleTag(e);
    }

    /** Returns the tag that guests see while there is no access list, 0 to 0xFFFF. */
    public int tag() {
        return membership.roster().visibleTag();
    }

    /** Returns the number of messages between virtual machines that are under way. */
    public int inflight() {
        return membership.inflight();
    }

    /** Tells whether virtual machines could ever reach each other. */
    public boolean tainted() {
        return membership.tainted();
    }

    /** Tells whether every virtual machine sees every other when the switch is on. */
    public boolean unrestricted() {
        return membership.roster().access().isOpen();
    }

    /** Returns the trace of calls. */
    public CallTrace trace() {
        return trace;
    }

    /** Returns the settings. */
    public Settings settings() {
        return settings;
    }

    // ---- calls

    /** Tells whether a function id is answered here at all. */
    public static boolean routes(int id) {
        return FunctionId.isFfa(id) || FunctionId.isTrusted(id);
    }

    /**
     * Answers a call of a virtual machine on its vCPU's thread.
     *
     * @return false if the id is none of ours, or a 64-bit one from AArch32
     */
    public boolean call(Endpoint e, int vcpu, CallContext c) {
        int id = (int) c.register(0);
        if (!routes(id) || (id & FunctionId.WIDE) != 0 && !e.vm.aarch64()) {
            return false;
        }
        e.counters().called(id);
        CallTrace.Entry entry = trace.begin(e.id, vcpu, c);
        long peer = c.register(1);
        long begun = System.nanoTime();
        if (admit(e, id, c)) {
            dispatch(e, vcpu, id, c);
        }
        long nanos = System.nanoTime() - begun;
        if ((id & 0xBFFF_FFFF) == FunctionId.DIRECT_REQ || id == FunctionId.DIRECT_REQ2) {
            direct.measured(e, EndpointId.lower(peer), nanos, c);
        }
        if (c.register(0) == (FunctionId.ERROR & 0xFFFF_FFFFL)) {
            e.counters().failed((int) c.register(2));
        }
        trace.end(entry, nanos, c);
        return true;
    }

    /** Deals with the negotiation; tells whether the call is to be done. */
    private boolean admit(Endpoint e, int id, CallContext c) {
        if (id == FunctionId.VERSION) {
            version(e, c);
            return false;
        }
        if (e.version != 0) {
            return true;
        }
        synchronized (e) {
            if (e.version == 0
                    && (e.provisional == 0 || !FunctionId.isFfa(id) && !settings.has(Quirk.ANY_ID_ENDS_NEGOTIATION))) {
                Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
                return false;
            }
            if (e.version == 0) {
                e.sample(properties(e.provisional));
                e.version = e.provisional;
                membership.join(e);
            }
            return true;
        }
    }

    /** Properties that extensions give a virtual machine of a version. */
    private int properties(int version) {
        boolean second = FfaVersion.atLeast(version, FfaVersion.V1_2);
        return requests.answers() ? PartitionInfo.DIRECT | (second ? PartitionInfo.DIRECT2 : 0) : 0;
    }

    private void version(Endpoint e, CallContext c) {
        int requested = (int) c.register(1);
        synchronized (e) {
            if (requested < 0 && !settings.has(Quirk.VERSION_BIT_31)
                    || e.version != 0 && settings.strictVersion() && requested != e.version) {
                Answers.value(c, e, FfaStatus.NOT_SUPPORTED);
                return;
            }
            if (e.version == 0) {
                e.provisional = FfaVersion.select(requested);
            }
        }
        Answers.value(c, e, FfaVersion.V1_2);
    }

    private void dispatch(Endpoint e, int vcpu, int id, CallContext c) {
        switch (id) {
            case FunctionId.FEATURES -> features.answer(e, c);
            case FunctionId.ID_GET -> Answers.ok(c, e, e.id, 0);
            case FunctionId.RXTX_MAP -> Answers.status(c, e, buffers.map(e, vcpu, c, false));
            case FunctionId.RXTX_MAP_64 -> Answers.status(c, e, buffers.map(e, vcpu, c, true));
            case FunctionId.RXTX_UNMAP -> Answers.status(c, e, buffers.unmap(e, vcpu));
            case FunctionId.RX_RELEASE -> Answers.status(c, e, buffers.releaseByGuest(e, vcpu));
            case FunctionId.PARTITION_INFO_GET -> discovery.buffer(e, vcpu, c);
            case FunctionId.PARTITION_INFO_GET_REGS -> discovery.registers(e, c);
            case FunctionId.MSG_SEND2 -> Answers.status(c, e, indirect.send(e, vcpu));
            case FunctionId.DIRECT_REQ, FunctionId.DIRECT_REQ_64, FunctionId.DIRECT_REQ2 ->
                direct.request(e, vcpu, id, c);
            case FunctionId.RUN -> direct.run(e, vcpu, c);
            case FunctionId.NOTIFICATION_BIND -> Answers.status(c, e, notifications.bind(e, vcpu, c));
            case FunctionId.NOTIFICATION_UNBIND -> Answers.status(c, e, notifications.unbind(e, vcpu, c));
            case FunctionId.NOTIFICATION_SET -> Answers.status(c, e, notifications.set(e, vcpu, c));
            case FunctionId.NOTIFICATION_GET -> notifications.get(e, vcpu, c);
            case FunctionId.NOTIFICATION_INFO_GET, FunctionId.NOTIFICATION_INFO_GET_64 -> notifications.info(e, id, c);
            case FunctionId.MEM_SHARE, FunctionId.MEM_SHARE_64 -> memory.give(e, vcpu, id, c, Transaction.SHARE);
            case FunctionId.MEM_RECLAIM -> Answers.status(c, e, memory.reclaim(e, vcpu, c));
            default -> extended(e, vcpu, id, c);
        }
    }

    /** What Xen does not have, where it has been turned on. */
    private void extended(Endpoint e, int vcpu, int id, CallContext c) {
        switch (id) {
            case FunctionId.MEM_LEND, FunctionId.MEM_LEND_64 -> memory.give(e, vcpu, id, c, Transaction.LEND);
            case FunctionId.MEM_DONATE, FunctionId.MEM_DONATE_64 -> memory.give(e, vcpu, id, c, Transaction.DONATE);
            case FunctionId.MEM_RETRIEVE_REQ, FunctionId.MEM_RETRIEVE_REQ_64 -> memory.retrieve(e, vcpu, id, c);
            case FunctionId.MEM_RELINQUISH -> memory.relinquish(e, c);
            default -> requested(e, vcpu, id, c);
        }
    }

    /** Waiting for direct requests of other virtual machines, and answering them. */
    private void requested(Endpoint e, int vcpu, int id, CallContext c) {
        boolean newest = e.atLeast(FfaVersion.V1_2);
        boolean known = requests.answers()
                && switch (id) {
                    case FunctionId.MSG_WAIT, FunctionId.DIRECT_RESP, FunctionId.DIRECT_RESP_64 -> true;
                    case FunctionId.DIRECT_RESP2 -> newest;
                    default -> false;
                };
        if (!known) {
            Answers.error(c, e, FfaStatus.NOT_SUPPORTED);
        } else if (id == FunctionId.MSG_WAIT) {
            requests.await(e, vcpu, c);
        } else {
            requests.respond(e, vcpu, id, c);
        }
    }

    // ---- for tests of this package

    Membership membership() {
        return membership;
    }

    Discovery discovery() {
        return discovery;
    }

    IndirectMessages indirect() {
        return indirect;
    }

    /** Ends what goes on in the background. Endpoints are not torn down. */
    @Override
    public void close() {
        closed = true;
    }
}
