// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xenolith.api.bus.BusFault;

/** Injection by events against a model with explicit list registers, as many as are needed. */
class ClassicInjectionPropertyTest {
    enum Kind {
        EVENT,
        ENABLE,
        DISABLE,
        PRIORITY,
        SOFTWARE_PEND,
        ACKNOWLEDGE,
        END,
        DEACTIVATE,
        SPLIT
    }

    record Step(Kind kind, int intid, int value) {}

    /** A list register's state bits. */
    private static final class ListRegister {
        private final int intid;
        private final int priority;
        private boolean pending = true;
        private boolean active;

        ListRegister(int intid, int priority) {
            this.intid = intid;
            this.priority = priority;
        }
    }

    /** What the hypervisor knows of an interrupt. */
    private static final class Virtual {
        private boolean enabled;
        private boolean queued;
        private boolean inFlight;
        private int priority;
        private int latched;
    }

    private static final class Model {
        private final Map<Integer, Virtual> interrupts = new HashMap<>();
        private final List<ListRegister> registers = new ArrayList<>();
        private final Deque<Integer> running = new ArrayDeque<>();
        private boolean split;

        Virtual of(int intid) {
            return interrupts.computeIfAbsent(intid, n -> new Virtual());
        }

        Optional<ListRegister> register(int intid) {
            return registers.stream().filter(r -> r.intid == intid).findFirst();
        }

        void event(int intid) {
            Virtual v = of(intid);
            v.queued = true;
            if (v.inFlight) {
                Optional<ListRegister> listed = register(intid);
                if (v.enabled && listed.isPresent()) {
                    listed.get().pending = true;
                    v.queued = false;
                }
                return;
            }
            v.latched = v.priority;
            v.inFlight = true;
            if (v.enabled) {
                list(intid);
            }
        }

        private void list(int intid) {
            registers.add(new ListRegister(intid, of(intid).latched));
            of(intid).queued = false;
        }

        void enable(int intid) {
            Virtual v = of(intid);
            v.enabled = true;
            if (v.inFlight && register(intid).isEmpty()) {
                list(intid);
            }
        }

        Optional<ListRegister> takeable() {
            return registers.stream()
                    .filter(r -> r.pending && !r.active && r.priority / 8 < 31)
                    .min(Comparator.<ListRegister>comparingInt(r -> r.priority / 8)
                            .thenComparingInt(r -> r.intid))
                    .filter(r -> running.isEmpty() || r.priority / 8 < running.peek());
        }

        int acknowledge() {
            Optional<ListRegister> r = takeable();
            r.ifPresent(taken -> {
                running.push(taken.priority / 8);
                taken.pending = false;
                taken.active = true;
            });
            return r.map(taken -> taken.intid).orElse(1023);
        }

        void end(int intid) {
            running.poll();
            if (!split) {
                deactivate(intid);
            }
        }

        void deactivate(int intid) {
            Optional<ListRegister> r = register(intid).filter(found -> found.active);
            if (r.isEmpty()) {
                return;
            }
            r.get().active = false;
            if (!r.get().pending) {
                registers.remove(r.get());
                Virtual v = of(intid);
                if (v.queued && v.enabled) {
                    list(intid);
                } else {
                    v.inFlight = false;
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, Arbitraries.of(Kind.EVENT, Kind.ACKNOWLEDGE, Kind.END)),
                net.jqwik.api.Tuple.of(3, Arbitraries.of(Kind.ENABLE, Kind.PRIORITY)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(Kind.class)));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(30, 38),
                        Arbitraries.integers().between(0, 255))
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(200);
    }

    @Property(tries = 2000)
    void agreesWithTheModel(@ForAll("steps") List<Step> steps) throws BusFault {
        Gic gic = new Gic(new GicConfig(GicVersion.V2, GicProfile.XEN, 1, 32), IrqOutput.UNCONNECTED);
        Model model = new Model();
        gic.cpuInterface().write(0, 4, 4, 0xF8);
        gic.cpuInterface().write(0, 0, 4, 1);
        for (Step s : steps) {
            perform(gic, model, s);
            assertEquals(model.takeable().isPresent(), gic.irqAsserted(0), s.toString());
        }
    }

    private static void perform(Gic gic, Model model, Step s) throws BusFault {
        int n = s.intid();
        long word = n / 32 * 4L;
        switch (s.kind()) {
            case EVENT -> {
                model.event(n);
                (n < 32 ? gic.local(0, n) : gic.shared(n)).pulse();
            }
            case ENABLE -> {
                model.enable(n);
                gic.distributor().write(0, 0x100 + word, 4, 1L << n % 32);
            }
            case DISABLE -> {
                model.of(n).enabled = false;
                gic.distributor().write(0, 0x180 + word, 4, 1L << n % 32);
            }
            case PRIORITY -> {
                model.of(n).priority = s.value();
                gic.distributor().write(0, 0x400 + n, 1, s.value());
            }
            case SOFTWARE_PEND -> {
                model.event(n);
                gic.distributor().write(0, 0x200 + word, 4, 1L << n % 32);
            }
            case ACKNOWLEDGE ->
                assertEquals(model.acknowledge(), gic.cpuInterface().read(0, 0xC, 4), s.toString());
            case END -> {
                model.end(n);
                gic.cpuInterface().write(0, 0x10, 4, n);
            }
            case DEACTIVATE -> {
                if (model.split) {
                    model.deactivate(n);
                }
                gic.cpuInterface().write(0, 0x1000, 4, n);
            }
            case SPLIT -> {
                model.split = s.value() < 128;
                gic.cpuInterface().write(0, 0, 4, model.split ? 0x201 : 1);
            }
        }
    }
}
