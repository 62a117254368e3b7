// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.Logger;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainConfig;
import org.xenolith.api.memory.GuestMemory;
import org.xenolith.api.time.TimeMode;

/** What the service gets from a framework and a hypervisor. */
final class Fakes {
    private Fakes() {}

    private static <T> T of(Class<T> type, Map<String, Object> results) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            return switch (method.getName()) {
                case "equals" -> proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> type.getSimpleName() + results;
                default -> {
                    Object result = results.getOrDefault(method.getName(), method.getDefaultValue());
                    if (result == null && method.getReturnType() != void.class) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    yield result;
                }
            };
        }));
    }

    static FfaConfig config(Map<String, Object> values) {
        return of(FfaConfig.class, values);
    }

    static Logger logger() {
        return of(Logger.class, Map.of());
    }

    static Domain domain(int id, String tee) {
        DomainConfig config = new DomainConfig(
                "d" + id, "aarch64", 1 << 20, 1, Path.of("k"), Optional.empty(), "", TimeMode.WALL, Map.of("tee", tee));
        GuestMemory memory = of(GuestMemory.class, Map.of("pin", Optional.empty()));
        return of(Domain.class, Map.of("id", id, "config", config, "memory", memory, "vcpus", List.of()));
    }

    static CallContext call(Domain domain, long... x) {
        return (CallContext) Proxy.newProxyInstance(
                CallContext.class.getClassLoader(), new Class<?>[] {CallContext.class}, (proxy, method, args) -> {
                    return switch (method.getName()) {
                        case "domain" -> domain;
                        case "vcpu" -> 0;
                        case "register" -> x[(int) args[0]];
                        case "setRegister" -> {
                            x[(int) args[0]] = (long) args[1];
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    @SuppressWarnings("unchecked")
    static ServiceReference<SecurePartition> reference(String bundle, int state, Map<String, Object> properties) {
        Bundle owner = of(Bundle.class, Map.of("getSymbolicName", bundle, "getState", state));
        Hashtable<String, Object> all = new Hashtable<>(properties);
        return (ServiceReference<SecurePartition>) Proxy.newProxyInstance(
                ServiceReference.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, args) -> {
                    return switch (method.getName()) {
                        case "getPropertyKeys" -> all.keySet().toArray(String[]::new);
                        case "getProperty" -> all.get(args[0]);
                        case "getBundle" -> owner;
                        case "equals" -> proxy == args[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }
}
