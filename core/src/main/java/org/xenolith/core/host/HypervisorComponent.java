// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.xenolith.api.call.CallHandler;
import org.xenolith.api.device.DeviceFactory;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.DomainListener;
import org.xenolith.api.hypervisor.Hypervisor;
import org.xenolith.api.platform.Platform;

/** The hypervisor service: a {@link Host} whose services come and go with their bundles. */
@Component(service = Hypervisor.class, immediate = true, configurationPid = HypervisorComponent.PID)
@Designate(ocd = HypervisorComponent.Config.class)
public final class HypervisorComponent implements Hypervisor {
    /** The configuration's PID. */
    public static final String PID = "org.xenolith.hypervisor";

    /** What can be configured; a change takes effect on domains that are created later. */
    @ObjectClassDefinition(
            name = "Xenolith hypervisor",
            description = "Settings of the host; domains keep those they were created with.")
    public @interface Config {
        /** Instructions that a vCPU executes in a turn in counted time. */
        @AttributeDefinition(description = "Counted time: instructions in a vCPU's turn, at least 1.")
        long quantum() default 10_000;

        /** Virtual nanoseconds of an instruction in counted time. */
        @AttributeDefinition(description = "Counted time: virtual nanoseconds that an instruction takes, at least 1.")
        int nanos_per_instruction() default 1;

        /** How long an access waits for a device that is being replaced. */
        @AttributeDefinition(description = "Milliseconds that a guest's access waits for a device without a factory.")
        int vacancy_timeout_millis() default 2_000;

        /** Log lines that a domain may cause. */
        @AttributeDefinition(description = "Lines that a domain may write to the host's log in a second.")
        int log_lines_per_second() default 10;
    }

    private final Host host;

    /** Starts a host. */
    @Activate
    public HypervisorComponent(Config config, @Reference(service = LoggerFactory.class) Logger logger) {
        host = new Host(settings(config), (level, message, cause) -> write(logger, level, message, cause));
    }

    private static HostSettings settings(Config config) {
        return new HostSettings(
                config.quantum(),
                config.nanos_per_instruction(),
                Duration.ofMillis(config.vacancy_timeout_millis()),
                config.log_lines_per_second());
    }

    private static void write(Logger logger, HostLog.Level level, String message, @Nullable Throwable cause) {
        if (level == HostLog.Level.INFO) {
            logger.info(message);
        } else if (cause == null) {
            logger.warn(message);
        } else {
            logger.warn(message, cause);
        }
    }

    /** Takes over a changed configuration. */
    @Modified
    void modified(Config config) {
        host.settings(settings(config));
    }

    /** Destroys all domains. */
    @Deactivate
    void deactivate() {
        host.close();
    }

    // ---- services that come and go

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addPlatform(Platform platform, Map<String, Object> properties) {
        host.addPlatform(platform, text(properties, Platform.ARCH), ranking(properties), serviceId(properties));
    }

    void removePlatform(Platform platform) {
        host.removePlatform(platform);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addFactory(DeviceFactory factory, Map<String, Object> properties) {
        host.addFactory(factory, text(properties, DeviceFactory.KIND), ranking(properties), serviceId(properties));
    }

    void removeFactory(DeviceFactory factory) {
        host.removeFactory(factory);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addHandler(CallHandler handler, Map<String, Object> properties) {
        if (properties.get(CallHandler.SMCCC_FIRST) instanceof Number first
                && properties.get(CallHandler.SMCCC_LAST) instanceof Number last) {
            host.calls()
                    .addFunctions(
                            first.longValue(), last.longValue(), ranking(properties), serviceId(properties), handler);
        }
        if (properties.get(CallHandler.HYPERCALL) instanceof Number number) {
            host.calls().addHypercall(number.intValue(), ranking(properties), serviceId(properties), handler);
        }
    }

    void removeHandler(CallHandler handler) {
        host.removeHandler(handler);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(DomainListener listener) {
        host.addListener(listener);
    }

    void removeListener(DomainListener listener) {
        host.removeListener(listener);
    }

    private static String text(Map<String, Object> properties, String name) {
        return properties.get(name) instanceof String value ? value : "";
    }

    private static int ranking(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer value ? value : 0;
    }

    private static long serviceId(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_ID) instanceof Long value ? value : 0;
    }

    // ---- the service

    @Override
    public Domain create(DomainConfig config) throws DomainException {
        return host.create(config);
    }

    @Override
    public List<Domain> domains() {
        return host.domains();
    }

    @Override
    public Optional<Domain> domain(int id) {
        return host.domain(id);
    }

    @Override
    public Optional<Domain> domain(String name) {
        return host.domain(name);
    }
}
