// SPDX-License-Identifier: Apache-2.0
package org.xenolith.device.pl011;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
 * Builds PL011 UARTs. Slot settings: {@code profile} (default {@code mainline-xen}), {@code wiring} ({@code level} or
 * {@code edge}, default {@code level}), and for the profile {@code extended} also {@code revision} ({@code r1p4}, {@code
 * r1p5} or {@code sbsa}, default {@code r1p5}).
 */
@Component(service = DeviceFactory.class, property = DeviceFactory.KIND + "=" + Pl011.KIND)
public final class Pl011Factory implements DeviceFactory {
    private static final String WIRING = "wiring";

    private final Consumer<String> log;

    /** Creates the factory. */
    @Activate
    public Pl011Factory(@Reference(service = LoggerFactory.class) Logger logger) {
        this(logger::warn);
    }

    /** Creates a factory whose devices complain to somebody else. */
    public Pl011Factory(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public Device create(DeviceContext context, DeviceState state) throws DeviceException {
        Profile profile = profile(context.settings());
        boolean edges = edges(context.settings());
        Surroundings around = new Surroundings(
                context.console(),
                new InterruptOutput(context.line(), edges),
                context.clock(),
                new Complaints(
                        context.clock(),
                        text -> log.accept("d" + context.domainId() + " " + context.slot() + ": " + text)));
        Pl011 device = profile.has(Difference.PRIMECELL)
                ? new PrimeCellPl011(Revision.of(context.settings()), around)
                : new SbsaPl011(profile, around);
        Optional<Predecessor> before = Predecessor.of(state);
        if (before.isPresent()) {
            takeOver(device, before.get(), profile);
        }
        return device;
    }

    private static void takeOver(Pl011 device, Predecessor before, Profile profile) throws DeviceException {
        if (before.present()) {
            String was = before.registers().text("profile");
            if (!was.equals(profile.key)) {
                throw new DeviceException(
                        "state has profile " + was + ", the slot has " + profile.key + "; it cannot change");
            }
            device.restore(before);
        } else {
            device.out.adopt(before.output(), before.inherited());
        }
        if (before.notified()) {
            device.notifyAtStart();
        }
    }

    private static Profile profile(Map<String, String> settings) throws DeviceException {
        String key = settings.getOrDefault(Profile.SETTING, Profile.MAINLINE_XEN.key);
        Optional<Profile> profile = Profile.of(key);
        return profile.orElseThrow(
                () -> new DeviceException("setting " + Profile.SETTING + "=" + key + ", allowed: " + Profile.keys()));
    }

    private static boolean edges(Map<String, String> settings) throws DeviceException {
        String wiring = settings.getOrDefault(WIRING, "level");
        return switch (wiring) {
            case "level" -> false;
            case "edge" -> true;
            default -> throw new DeviceException("setting " + WIRING + "=" + wiring + ", allowed: level, edge");
        };
    }
}
