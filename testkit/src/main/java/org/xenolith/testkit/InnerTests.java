// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.TestInstances;
import org.osgi.framework.BundleContext;

/**
 * The test classes as the probe loads them: for each instance that Jupiter makes outside there is one inside, and a
 * call outside is carried out on that counterpart.
 */
final class InnerTests {
    private final Container container;
    private final ClassLoader inside;
    private final Map<Object, Object> counterparts = Collections.synchronizedMap(new IdentityHashMap<>());

    InnerTests(Container container) throws ClassNotFoundException {
        this.container = container;
        this.inside = container
                .context()
                .getBundle()
                .loadClass(container.test().getName())
                .getClassLoader();
    }

    Container container() {
        return container;
    }

    /** Drops the counterpart of an instance that Jupiter is about to drop. */
    void forget(Object instance) {
        counterparts.remove(instance);
    }

    /**
     * Calls a method inside.
     *
     * @param method the method of the class outside
     * @param arguments what Jupiter resolved for its parameters
     * @param instances the instances outside; empty for a static method
     * @return what the method returned
     * @throws Throwable what the method threw
     */
    @Nullable
    Object invoke(Method method, List<Object> arguments, Optional<TestInstances> instances) throws Throwable {
        Class<?> declaring = insideOf(method.getDeclaringClass());
        Class<?>[] types = insideOf(method.getParameterTypes());
        Method counterpart = declaring.getDeclaredMethod(method.getName(), types);
        counterpart.setAccessible(true);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(inside);
        try {
            Object target = instances.isPresent() ? target(instances.get(), declaring) : null;
            return counterpart.invoke(target, arguments(method, types, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private @Nullable Object[] arguments(Method method, Class<?>[] types, List<Object> outer) throws Exception {
        Parameter[] parameters = method.getParameters();
        @Nullable Object[] inner = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            Service wanted = parameters[i].getAnnotation(Service.class);
            if (wanted != null) {
                inner[i] = container.services().service(types[i], wanted);
            } else if (types[i] == BundleContext.class) {
                inner[i] = container.context();
            } else {
                inner[i] = Crossing.into(inside, types[i], outer.get(i));
            }
        }
        return inner;
    }

    /** The innermost counterpart that has the method; the counterparts of enclosing instances are made on the way. */
    private Object target(TestInstances instances, Class<?> declaring) throws Throwable {
        Object found = null;
        Object enclosing = null;
        for (Object outer : instances.getAllInstances()) {
            Object counterpart = counterparts.get(outer);
            if (counterpart == null) {
                counterpart = create(insideOf(outer.getClass()), enclosing);
                counterparts.put(outer, counterpart);
            }
            if (declaring.isInstance(counterpart)) {
                found = counterpart;
            }
            enclosing = counterpart;
        }
        if (found == null) {
            throw new IllegalStateException("no instance of " + declaring + " among " + instances.getAllInstances());
        }
        return found;
    }

    private static Object create(Class<?> type, @Nullable Object enclosing) throws Throwable {
        try {
            if (enclosing != null && type.getEnclosingClass() == enclosing.getClass()) {
                Constructor<?> nested = type.getDeclaredConstructor(enclosing.getClass());
                nested.setAccessible(true);
                return nested.newInstance(enclosing);
            }
            Constructor<?> plain = type.getDeclaredConstructor();
            plain.setAccessible(true);
            return plain.newInstance();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(
                    "a test class in a container has a constructor without parameters: " + type, e);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private Class<?> insideOf(Class<?> outer) throws ClassNotFoundException {
        return outer.isPrimitive() ? outer : Class.forName(outer.getName(), false, inside);
    }

    private Class<?>[] insideOf(Class<?>[] outer) throws ClassNotFoundException {
        Class<?>[] inner = new Class<?>[outer.length];
        for (int i = 0; i < outer.length; i++) {
            inner[i] = insideOf(outer[i]);
        }
        return inner;
    }
}
