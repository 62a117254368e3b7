// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.call.CallHandler;
import org.xenolith.api.hypervisor.Domain;

class CallHandlersTest {
    /** A call that only knows its function id. */
    private record Call(long function) implements CallContext {
        @Override
        public Domain domain() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int vcpu() {
            return 0;
        }

        @Override
        public long register(int index) {
            return 0;
        }

        @Override
        public void setRegister(int index, long value) {}

        @Override
        public boolean readVirtual(long address, byte[] target, int offset, int length) {
            return false;
        }

        @Override
        public boolean writeVirtual(long address, byte[] source, int offset, int length) {
            return false;
        }
    }

    private final List<String> answers = new ArrayList<>();

    private CallHandler handler(String name, boolean knows) {
        return call -> {
            answers.add(name);
            return knows;
        };
    }

    @Test
    void theBestIsAskedFirstAndTheNextIfItDoesNotKnow() {
        CallHandlers handlers = new CallHandlers();
        handlers.addFunctions(0x8400_0060L, 0x8400_008FL, 0, 1, handler("plain", true));
        handlers.addFunctions(0x8400_0070L, 0x8400_0070L, 9, 2, handler("special", false));
        assertTrue(handlers.smccc(new Call(0x8400_0070L)));
        assertTrue(handlers.smccc(new Call(0x8400_0071L)));
        assertFalse(handlers.smccc(new Call(0x8400_0090L)));
        assertFalse(handlers.smccc(new Call(0)));
        assertFalse(handlers.hypercall(new Call(0x8400_0070L)));
        assertEquals(List.of("special", "plain", "plain"), answers);
    }

    @Test
    void aHandlerThatIsRemovedIsNotAsked() {
        CallHandlers handlers = new CallHandlers();
        CallHandler handler = handler("h", true);
        handlers.addHypercall(41, 0, 1, handler);
        handlers.addFunctions(0, 0xFFFF_FFFFL, 0, 1, handler);
        assertTrue(handlers.hypercall(new Call(41)));
        assertTrue(handlers.smccc(new Call(0xFFFF_FFFFL)));
        handlers.remove(handler);
        assertFalse(handlers.hypercall(new Call(41)));
        assertFalse(handlers.smccc(new Call(0)));
    }

    @Test
    void refusesRangesThatAreNoFunctionIds() {
        CallHandlers handlers = new CallHandlers();
        assertThrows(IllegalArgumentException.class, () -> handlers.addFunctions(5, 4, 0, 1, handler("", true)));
        assertThrows(IllegalArgumentException.class, () -> handlers.addFunctions(-1, 4, 0, 1, handler("", true)));
        assertThrows(IllegalArgumentException.class, () -> handlers.addFunctions(0, 1L << 32, 0, 1, handler("", true)));
        assertThrows(IllegalArgumentException.class, () -> handlers.addHypercall(-1, 0, 1, handler("", true)));
    }

    @Property(tries = 300)
    void asksWhomALinearSearchAsks(@ForAll long seed) {
        Random random = new Random(seed);
        List<CallTable.Entry> entries = new ArrayList<>();
        CallTable table = CallTable.EMPTY;
        List<Long> asked = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            long first = random.nextInt(40);
            long id = i;
            CallTable.Entry entry = new CallTable.Entry(
                    first, first + random.nextInt(10), random.nextInt(3), id, call -> !asked.add(id));
            entries.add(entry);
            table = table.with(entry);
            if (random.nextInt(4) == 0) {
                table = table.without(
                        entries.remove(random.nextInt(entries.size())).handler());
            }
        }
        for (long function = 0; function < 55; function++) {
            long wanted = function;
            asked.clear();
            table.call(new Call(function));
            assertEquals(
                    entries.stream()
                            .filter(e -> e.first() <= wanted && wanted <= e.last())
                            .sorted(Comparator.comparingInt(CallTable.Entry::order)
                                    .reversed()
                                    .thenComparingLong(CallTable.Entry::id))
                            .map(CallTable.Entry::id)
                            .toList(),
                    asked);
        }
    }
}
