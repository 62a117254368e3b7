// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.a64;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

/** The translator methods that instruction tables name: static methods {@code (Emitter, int)} of a few classes. */
final class Handlers {
    /** Translates one instruction. */
    @FunctionalInterface
    interface Handler {
        void translate(Emitter e, int word);
    }

    private final Map<String, Handler> byName = new HashMap<>();

    Handlers(Class<?>... owners) {
        for (Class<?> owner : owners) {
            for (Method m : owner.getDeclaredMethods()) {
                if (Modifier.isStatic(m.getModifiers())
                        && !Modifier.isPrivate(m.getModifiers())
                        && MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                                .equals(MethodType.methodType(void.class, Emitter.class, int.class))) {
                    byName.put(m.getName(), bind(m));
                }
            }
        }
    }

    private static Handler bind(Method m) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle target = lookup.unreflect(m);
            MethodHandle factory = LambdaMetafactory.metafactory(
                            lookup,
                            "translate",
                            MethodType.methodType(Handler.class),
                            target.type(),
                            target,
                            target.type())
                    .getTarget();
            return (Handler) factory.invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("translator " + m + " cannot be bound", e);
        }
    }

    /** Returns the translator of that name. */
    Handler get(String name) {
        Handler h = byName.get(name);
        if (h == null) {
            throw new IllegalArgumentException("no translator named " + name);
        }
        return h;
    }
}
