// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.platform.MachineContext;
import org.xenolith.api.time.TimeMode;
import org.xenolith.platform.arm.FakeCall;

/** Hypercalls on top of a machine's context. */
class ContextHostTest {
    private static final long BASE = 0x10_0000;

    private final FakeHost host = new FakeHost();
    private final List<String> asked = new ArrayList<>();
    private final byte[] scratch = new byte[64];

    private MachineContext context() {
        DomainConfig config = new DomainConfig(
                "guest", "aarch64", 1 << 20, 2, Path.of("Image"), Optional.empty(), "", TimeMode.COUNTED, Map.of());
        return (MachineContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MachineContext.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "config" -> {
                            return config;
                        }
                        case "memory" -> {
                            return host.memory();
                        }
                        case "events" -> {
                            return host.events();
                        }
                        case "clock" -> {
                            return host.clock();
                        }
                        case "hypercall" -> {
                            asked.add("hypercall");
                            return false;
                        }
                        case "shutdown", "log" -> {
                            asked.add(method.getName() + " " + arguments[0]);
                            return null;
                        }
                        default -> throw new IllegalStateException(method.toString());
                    }
                });
    }

    private long call(Hypercalls calls, long number, long... arguments) {
        FakeCall call = new FakeCall(0, BASE, scratch, arguments).with(16, number);
        calls.call(call);
        return call.register(0);
    }

    @Test
    void whatACallAsksForReachesTheContext() {
        ContextHost onContext = new ContextHost(
                context(), vcpu -> asked.add("wait " + vcpu), id -> id == 2, 0x400FF, UUID.randomUUID(), false);
        Hypercalls calls = new Hypercalls(onContext, XenProfile.RELEASE);
        ByteBuffer.wrap(scratch).order(ByteOrder.LITTLE_ENDIAN).putShort((short) DomainIds.SELF);
        assertEquals(256, call(calls, 12, 4, BASE));
        assertEquals(0x400FF, call(calls, 12, 14, BASE));
        assertEquals(0, call(calls, 29, 1, 0));
        ByteBuffer.wrap(scratch).order(ByteOrder.LITTLE_ENDIAN).putInt(3);
        assertEquals(0, call(calls, 29, 2, BASE));
        scratch[0] = 'x';
        scratch[1] = '\n';
        assertEquals(0, call(calls, 18, 0, 2, BASE));
        assertEquals(-38, call(calls, 41, 0));
        assertEquals(List.of("wait 0", "shutdown CRASH", "log x", "hypercall"), asked);
    }
}
