// SPDX-License-Identifier: Apache-2.0
package org.xenolith.partition.script;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.xenolith.api.ffa.DirectMessage;
import org.xenolith.api.ffa.FfaStatus;
import org.xenolith.api.ffa.IndirectMessage;
import org.xenolith.api.ffa.PartitionHost;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.api.ffa.SharedMemory;

/**
 * Does what its script says: one for each configuration of the factory {@code org.xenolith.partition.script}, which also
 * holds the partition's properties ({@link SecurePartition#UUIDS} is required).
 *
 * <p>The first line of {@link Config#script} that fits an event is what is done, see {@link Rule} and {@link Step}; where
 * none fits a request is answered as it came. A changed script counts from the next event on and ends what hangs.
 *
 * <p>Threats: it is one itself. It keeps no more than the regions that a script retrieves.
 */
@Component(
        service = SecurePartition.class,
        configurationPid = ScriptedPartition.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ScriptedPartition.Config.class, factory = true)
public final class ScriptedPartition implements SecurePartition {
    /** The PID of the factory. */
    static final String PID = "org.xenolith.partition.script";

    private static final UUID PROTOCOL = UUID.fromString("7e0f9c31-2b5d-4a86-b1c4-d3e5f6a70803");
    private static final int PAGE = 4096;

    /** What can be configured, besides the properties of every partition. */
    @ObjectClassDefinition(name = "Scripted partition", description = "A secure partition that misbehaves as told.")
    public @interface Config {
        /** The script. */
        @AttributeDefinition(description = "Lines of the form EVENT [NUMBER] [xTIMES]: STEP; STEP; ...")
        String[] script() default {};
    }

    private volatile List<Rule> rules;
    /** Opened when what hangs has to come back. */
    private volatile CountDownLatch released = new CountDownLatch(1);

    private final Map<Long, SharedMemory> regions = new ConcurrentHashMap<>();
    private volatile @Nullable PartitionHost host;

    /** Creates a partition. */
    @Activate
    public ScriptedPartition(Config config) {
        this(List.of(config.script()));
    }

    ScriptedPartition(List<String> lines) {
        rules = parse(lines);
    }

    private static List<Rule> parse(List<String> lines) {
        return lines.stream().map(Rule::of).toList();
    }

    /** Goes on with another script. */
    @Modified
    void modified(Config config) {
        follow(List.of(config.script()));
    }

    void follow(List<String> lines) {
        rules = parse(lines);
        release();
    }

    private void release() {
        CountDownLatch before = released;
        released = new CountDownLatch(1);
        before.countDown();
    }

    @Override
    public void started(PartitionHost way) {
        host = way;
    }

    @Override
    public void stopped() {
        host = null;
        regions.clear();
        released.countDown();
    }

    @Override
    public void direct(DirectMessage message) {
        play(Trigger.DIRECT, message.word(0), new Occasion(message.sender(), 0, message));
    }

    @Override
    public void indirect(IndirectMessage message) {
        play(Trigger.INDIRECT, message.sender(), new Occasion(message.sender(), message.payload().length, null));
    }

    @Override
    public void notified(int vm, long bitmap) {
        play(Trigger.NOTIFIED, vm, new Occasion(vm, bitmap, null));
    }

    @Override
    public void memoryShared(int vm, long handle) {
        play(Trigger.SHARED, vm, new Occasion(vm, handle, null));
    }

    @Override
    public int vmCreated(int vm) {
        return play(Trigger.CREATED, vm, new Occasion(vm, 0, null));
    }

    @Override
    public int vmDestroyed(int vm) {
        return play(Trigger.DESTROYED, vm, new Occasion(vm, 0, null));
    }

    private int play(Trigger trigger, long number, Occasion occasion) {
        CountDownLatch until = released;
        for (Rule rule : rules) {
            if (rule.takes(trigger, number)) {
                rule.steps().forEach(step -> perform(step, occasion, until));
                return occasion.status;
            }
        }
        return FfaStatus.OK;
    }

    private void perform(Step step, Occasion on, CountDownLatch until) {
        switch (step) {
            case Step.Reply reply -> {
                for (int i = 0; i < reply.words().size(); i++) {
                    on.message().setWord(i, on.number(reply.words().get(i)));
                }
            }
            case Step.Status status -> on.status = (int) on.number(status.code());
            case Step.Yield() -> on.message().yield();
            case Step.Hang hang -> await(until, Long.MAX_VALUE, hang.deaf());
            case Step.Delay delay -> await(new CountDownLatch(1), TimeUnit.MILLISECONDS.toNanos(delay.millis()), true);
            case Step.Fail fail -> fail(fail.kind());
            case Step.SetBits bits ->
                on.last = host().setNotifications(on.vm, on.number(bits.bitmap()), bits.delayed());
            case Step.BindBits bits -> on.last = host().bindNotifications(on.vm, on.number(bits.bitmap()));
            case Step.Send send -> on.last = host().send(on.vm, PROTOCOL, counting((int) on.number(send.bytes())));
            case Step.Retrieve retrieve -> on.last = retrieve(on.number(retrieve.handle()));
            case Step.Fill fill -> fill((byte) on.number(fill.value()));
            case Step.Relinquish() -> {
                regions.values().forEach(SharedMemory::relinquish);
                regions.clear();
            }
        }
    }

    private PartitionHost host() {
        PartitionHost way = host;
        if (way == null) {
            throw new IllegalStateException("the partition is not started");
        }
        return way;
    }

    private int retrieve(long handle) {
        try {
            regions.put(handle, host().retrieve(handle));
            return FfaStatus.OK;
        } catch (IllegalArgumentException e) {
            return FfaStatus.INVALID_PARAMETERS;
        }
    }

    private void fill(byte value) {
        byte[] page = new byte[PAGE];
        Arrays.fill(page, value);
        regions.values().forEach(region -> region.write(0, page, 0, page.length));
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[Math.clamp(length, 0, PAGE)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static void fail(Step.Fail.Kind kind) {
        switch (kind) {
            case THROW -> throw new IllegalStateException("a script says so");
            case LINK -> throw new NoClassDefFoundError("a script says so");
            case OVERFLOW -> throw new StackOverflowError("a script says so");
        }
    }

    /** Waits for the latch or the time. Deaf, it goes on when interrupted; its thread is interrupted again at the end. */
    private static void await(CountDownLatch until, long nanos, boolean deaf) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        long left = nanos;
        while (left > 0) {
            try {
                if (until.await(left, TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                if (!deaf) {
                    break;
                }
            }
            left = nanos == Long.MAX_VALUE ? nanos : end - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
