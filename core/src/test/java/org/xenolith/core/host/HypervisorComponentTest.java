// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.log.Logger;
import org.xenolith.api.bus.Region;
import org.xenolith.api.call.CallHandler;
import org.xenolith.api.cpu.RunState;
import org.xenolith.api.device.DeviceException;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.DomainListener;
import org.xenolith.api.hypervisor.ShutdownReason;
import org.xenolith.api.irq.InterruptLine;
import org.xenolith.api.platform.Platform;
import org.xenolith.api.platform.SlotSpec;
import org.xenolith.api.time.TimeMode;

@Timeout(60)
class HypervisorComponentTest {
    private final List<String> logged = new CopyOnWriteArrayList<>();

    private HypervisorComponent component() {
        HypervisorComponent.Config defaults = (HypervisorComponent.Config) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HypervisorComponent.Config.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        Logger logger = (Logger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    logged.add(method.getName() + " " + arguments[0]);
                    return null;
                });
        return new HypervisorComponent(defaults, logger);
    }

    private static DomainConfig config() {
        return new DomainConfig("d", "fake", 1 << 20, 1, Path.of("k"), Optional.empty(), "", TimeMode.WALL, Map.of());
    }

    @Test
    void servicesAreUsedByTheirPropertiesAndDomainsGoWithTheComponent() throws Exception {
        HypervisorComponent component = component();
        LoopbackDevice.Factory factory = new LoopbackDevice.Factory("loop");
        component.addFactory(factory, Map.of("xenolith.device", "loop", "service.id", 3L, "service.ranking", 1));
        AtomicInteger heard = new AtomicInteger();
        component.addListener(new DomainListener() {
            @Override
            public void destroyed(Domain domain) {
                heard.incrementAndGet();
            }
        });
        Platform platform = new FakePlatform(context -> {
            try {
                context.addSlot(
                        new SlotSpec("u", "loop", List.of(new Region("u", 0, 16)), Map.of()),
                        InterruptLine.UNCONNECTED);
            } catch (DeviceException e) {
                throw new DomainException("u", e);
            }
            return v -> {
                throw new IllegalStateException("boom");
            };
        });
        assertThrows(DomainException.class, () -> component.create(config()));
        component.addPlatform(platform, Map.of("xenolith.arch", "fake", "service.id", 4L));
        Domain domain = component.create(config());
        assertEquals(List.of(domain), component.domains());
        component.removeFactory(factory);
        assertFalse(domain.slot("u").orElseThrow().occupied());
        domain.unpause();
        assertEquals(ShutdownReason.CRASH, domain.ended().get(30, TimeUnit.SECONDS));
        component.deactivate();
        assertEquals(1, heard.get());
        assertEquals(Optional.empty(), component.domain("d"));
        assertEquals(Optional.empty(), component.domain(domain.id()));
        assertTrue(logged.getFirst().startsWith("warn domain 1 (d): "), logged::toString);
    }

    @Test
    void aRemovedCallHandlerIsNotEnteredAnyMore() throws Exception {
        HypervisorComponent component = component();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        CallHandler handler = call -> {
            inside.incrementAndGet();
            entered.incrementAndGet();
            inside.decrementAndGet();
            return true;
        };
        component.addPlatform(
                new FakePlatform(context -> {
                    FakeCall call = new FakeCall(context.domain(), 0xC400_0001L);
                    return v -> {
                        context.smccc(call);
                        return RunState.RUNNING;
                    };
                }),
                Map.of("xenolith.arch", "fake"));
        component.create(config()).unpause();
        Map<String, Object> range =
                Map.of("xenolith.smccc.first", 0xC400_0000L, "xenolith.smccc.last", 0xC400_00FFL, "service.id", 9L);
        for (int i = 0; i < 200; i++) {
            int before = entered.get();
            component.addHandler(handler, range);
            HostTest.spinUntil(() -> entered.get() > before);
            component.removeHandler(handler);
            int after = entered.get();
            assertEquals(0, inside.get());
            component.domains().getFirst().atSafepoint(() -> {});
            assertEquals(after, entered.get());
        }
        component.deactivate();
    }
}
