// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import java.util.Optional;
import java.util.function.Supplier;
import org.xenolith.api.device.DeviceState;
import org.xenolith.testkit.contract.DeviceContract;
import org.xenolith.testkit.contract.LineFormula;

/** What every device must keep, for the variants of the vUART. */
@DeviceContract(
        factory = VuartContractTest.Factory.class,
        kind = "vuart",
        domain = 0,
        line = VuartContractTest.Line.class)
@DeviceContract(
        factory = VuartContractTest.Factory.class,
        kind = "vuart",
        domain = 0,
        settings = {"vuart.variant=ns16550", "vuart.regShift=2"},
        line = VuartContractTest.Line.class)
@DeviceContract(
        factory = VuartContractTest.Factory.class,
        kind = "vuart",
        domain = 0,
        settings = "vuart.variant=imx-lpuart",
        line = VuartContractTest.Line.class)
class VuartContractTest {
    static final class Factory implements Supplier<VuartFactory> {
        @Override
        public VuartFactory get() {
            return new Benches().vuart;
        }
    }

    /** It has no interrupt. */
    static final class Line implements LineFormula {
        @Override
        public Optional<Boolean> level(DeviceState state) {
            return Optional.of(false);
        }
    }
}
