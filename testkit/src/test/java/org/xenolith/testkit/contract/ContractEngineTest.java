// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.contract.Latch.Flaw;

/** The kit finds what it is there to find, and nothing in a device that is sound. */
class ContractEngineTest {
    /** Registers of a latch. */
    static final class AtZero implements RegisterOffsets {
        @Override
        public int[] offsets() {
            return new int[] {0};
        }
    }

    /** The line of a latch. */
    static final class LowBit implements LineFormula {
        @Override
        public Optional<Boolean> level(DeviceState state) throws org.xenolith.api.device.DeviceException {
            return Optional.of((state.number("value", 0) & 1) != 0);
        }
    }

    /** Builds latches with flaws. */
    abstract static class Flawed implements Supplier<DeviceFactory> {
        private final Set<Flaw> flaws;

        Flawed(Set<Flaw> flaws) {
            this.flaws = flaws;
        }

        @Override
        public DeviceFactory get() {
            return (context, state) -> new Latch(context, state, flaws);
        }
    }

    /** Builds sound latches. */
    static final class None extends Flawed {
        None() {
            super(EnumSet.noneOf(Flaw.class));
        }
    }

    @DeviceContract(factory = None.class, kind = "latch", window = 64, registers = AtZero.class, line = LowBit.class)
    private static final class Sound {}

    private static final Map<Flaw, Obligation> FOUND_BY = Map.of(
            Flaw.HIGH_AFTER_RESET, Obligation.IS_ALIKE_AFTER_EACH_RESET,
            Flaw.WIDER_THAN_THE_ACCESS, Obligation.ANSWERS_ANY_ACCESS,
            Flaw.THROWS, Obligation.ANSWERS_ANY_ACCESS,
            Flaw.FORGETS, Obligation.IS_RESTORED_AT_ANY_STEP,
            Flaw.LINE_IS_LATE, Obligation.DRIVES_ITS_LINE_BY_ITS_STATE,
            Flaw.LINE_IS_LEFT, Obligation.DRIVES_ITS_LINE_BY_ITS_STATE,
            Flaw.COUNTS_SWAPS, Obligation.HIDES_SWAPS,
            Flaw.BELIEVES_ANYTHING, Obligation.REFUSES_DAMAGED_STATES,
            Flaw.GOES_ON_WHEN_STOPPED, Obligation.IS_STILL_WHEN_STOPPED);

    @Test
    void aSoundDeviceKeepsItsContract() {
        EngineExecutionResults results = run();
        assertEquals(
                Obligation.values().length, results.testEvents().succeeded().count());
        assertEquals(0, results.testEvents().failed().count());
    }

    private static EngineExecutionResults run() {
        return EngineTestKit.engine(new ContractEngine())
                .selectors(selectClass(Sound.class))
                .execute();
    }

    @ParameterizedTest
    @EnumSource
    void everyFlawIsFound(Flaw flaw) throws Exception {
        DeviceContract contract = Sound.class.getAnnotation(DeviceContract.class);
        DeviceFactory factory = (context, state) -> new Latch(context, state, EnumSet.of(flaw));
        Subject subject = new Subject(contract, factory, new LowBit(), new int[] {0}, 500);
        String found = "";
        try {
            FOUND_BY.get(flaw).check(subject, 7);
        } catch (AssertionError e) {
            found = e.getMessage();
        }
        assertTrue(!found.isEmpty(), flaw + " is not found by " + FOUND_BY.get(flaw));
    }

    /** Builds latches that forget. */
    static final class Forgetting extends Flawed {
        Forgetting() {
            super(EnumSet.of(Flaw.FORGETS));
        }
    }

    @DeviceContract(factory = Forgetting.class, kind = "latch", window = 64, registers = AtZero.class)
    private static final class Unsound {}

    @Test
    void aFailureNamesTheSeedTheStepAndWhatWentBefore() {
        EngineExecutionResults results = EngineTestKit.engine(new ContractEngine())
                .selectors(selectClass(Unsound.class))
                .execute();
        List<String> messages = results.testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .getMessage())
                .toList();
        assertTrue(!messages.isEmpty());
        for (String message : messages) {
            assertTrue(message.contains("-Dxenolith.contract.seed="), message);
            assertTrue(message.contains("step ") && message.contains("write"), message);
        }
    }
}
