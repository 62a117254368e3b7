// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.vuart;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.xenolith.api.device.Device;
import org.xenolith.api.device.DeviceContext;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.device.DeviceState;

/**
 * Builds legacy vUARTs. Slot settings: {@code vuart.variant} (default {@code pl011}) or {@code vuart.dataOff}, {@code
 * vuart.statusOff}, {@code vuart.status}; {@code vuart.regShift} for the 16550; {@code vuart.hwdomOnly} (default true:
 * only domain 0 is created with one; standing in for another device is always possible); {@code vuart.xenFaithful}
 * (default false: a stand-in for a PL011 shows an idle PL011's flags); {@code swap.trackWrites} (default true).
 */
@Component(service = DeviceFactory.class, property = DeviceFactory.KIND + "=" + Vuart.KIND)
public final class VuartFactory implements DeviceFactory {
    private static final int HARDWARE_DOMAIN = 0;

    private final LineLog log;

    /** Creates the factory. */
    @Activate
    public VuartFactory(@Reference(service = LoggerFactory.class) Logger logger) {
        this(new DebugLog(logger));
    }

    /** Creates a factory whose devices write their lines elsewhere. */
    VuartFactory(LineLog log) {
        this.log = log;
    }

    /** The host's log, at the level of Xen's guest debug messages: usually filtered out, so a guest cannot flood it. */
    private record DebugLog(Logger logger) implements LineLog {
        @Override
        public boolean wanted() {
            return logger.isDebugEnabled();
        }

        @Override
        public void line(String text) {
            logger.debug("{}", text.stripTrailing());
        }
    }

    @Override
    public Device create(DeviceContext context, DeviceState state) throws DeviceException {
        if (state.fields().isEmpty()) {
            checkDomain(context);
            Layout layout = Layout.of(context.settings(), false);
            return new Vuart(context, layout, Parked.nothing(), log);
        }
        boolean own = state.kind().equals(Vuart.KIND);
        DeviceState known = own ? Vuart.VERSIONS.upgrade(state) : state;
        Parked parked = own ? Parked.from(known) : Parked.of(state);
        Vuart device = new Vuart(context, Layout.of(context.settings(), parked.present()), parked, log);
        if (own) {
            device.restore(known);
        } else {
            device.adoptOutput();
        }
        return device;
    }

    private static void checkDomain(DeviceContext context) throws DeviceException {
        if (context.domainId() != HARDWARE_DOMAIN && Layout.flag(context.settings(), "vuart.hwdomOnly", true)) {
            throw new DeviceException("domain " + context.domainId()
                    + " is not the hardware domain, and setting vuart.hwdomOnly is true");
        }
    }
}
