// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.Optional;
import java.util.function.Supplier;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.contract.DeviceContract;
import org.xenolith.testkit.contract.LineFormula;
import org.xenolith.testkit.contract.RegisterOffsets;

/** What every device must keep, for each profile and revision. */
@DeviceContract(
        factory = Pl011ContractTest.Factory.class,
        kind = "pl011",
        registers = Pl011ContractTest.Registers.class,
        settings = "profile=seed",
        line = Pl011ContractTest.Line.class)
@DeviceContract(
        factory = Pl011ContractTest.Factory.class,
        kind = "pl011",
        registers = Pl011ContractTest.Registers.class,
        settings = "profile=mainline",
        line = Pl011ContractTest.Line.class)
@DeviceContract(
        factory = Pl011ContractTest.Factory.class,
        kind = "pl011",
        registers = Pl011ContractTest.Registers.class,
        settings = "profile=mainline-xen",
        in = 32,
        out = 128,
        line = Pl011ContractTest.Line.class)
@DeviceContract(
        factory = Pl011ContractTest.Factory.class,
        kind = "pl011",
        registers = Pl011ContractTest.Registers.class,
        settings = {"profile=mainline", "wiring=edge"})
@DeviceContract(
        factory = Pl011ContractTest.Factory.class,
        kind = "pl011",
        registers = Pl011ContractTest.Registers.class,
        settings = {"profile=seed", "wiring=edge"})
@DeviceContract(
        factory = Pl011ContractTest.Factory.class,
        kind = "pl011",
        registers = Pl011ContractTest.Registers.class,
        settings = {"profile=extended", "revision=r1p5"},
        line = Pl011ContractTest.Line.class)
@DeviceContract(
        factory = Pl011ContractTest.Factory.class,
        kind = "pl011",
        registers = Pl011ContractTest.Registers.class,
        settings = {"profile=extended", "revision=r1p4"},
        line = Pl011ContractTest.Line.class)
@DeviceContract(
        factory = Pl011ContractTest.Factory.class,
        kind = "pl011",
        registers = Pl011ContractTest.Registers.class,
        settings = {"profile=extended", "revision=sbsa"},
        line = Pl011ContractTest.Line.class)
class Pl011ContractTest {
    static final class Factory implements Supplier<Pl011Factory> {
        @Override
        public Pl011Factory get() {
            return Benches.factory();
        }
    }

    /** From the register table. */
    static final class Registers implements RegisterOffsets {
        @Override
        public int[] offsets() {
            return Register.primeCell().stream().mapToInt(r -> r.offset).toArray();
        }
    }

    /** The line is raw status and mask. */
    static final class Line implements LineFormula {
        @Override
        public Optional<Boolean> level(DeviceState state) throws DeviceException {
            return Optional.of((state.number("ris", 0) & state.number("imsc", 0)) != 0);
        }
    }
}
