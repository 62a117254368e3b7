// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine.exec;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A front end's helpers, numbered.
 *
 * <p>A helper is a static method of one of two shapes. {@code long m(long[] r, int imm, long a, long b)} sees nothing but
 * the register file: it cannot fault and has no effect elsewhere. {@code long m(X cpu, int imm, long a, long b)}, X being
 * the front end's vCPU class, may fault, change modes and reach devices.
 */
public final class Helpers {
    /**
     * A helper.
     *
     * @param name the method's name; unique
     * @param method the method, for the compiler
     * @param registersOnly whether it is of the first shape
     * @param code what the interpreter calls
     */
    public record Entry(String name, Method method, boolean registersOnly, Helper code) {}

    private final MethodHandles.Lookup lookup;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();

    /**
     * Creates an empty table.
     *
     * @param lookup the front end's own, with which compiled code reaches its methods
     */
    public Helpers(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
    }

    /** Returns the front end's lookup. */
    public MethodHandles.Lookup lookup() {
        return lookup;
    }

    /** Adds all static methods of a helper's shape that a class declares. */
    public Helpers addAll(Class<?> owner) {
        for (Method m : owner.getDeclaredMethods()) {
            if (Modifier.isStatic(m.getModifiers()) && !m.isSynthetic() && !Modifier.isPrivate(m.getModifiers())
                    && hasShape(m)) {
                add(m);
            }
        }
        return this;
    }

    private static boolean hasShape(Method m) {
        Class<?>[] p = m.getParameterTypes();
        return m.getReturnType() == long.class && p.length == 4 && p[1] == int.class && p[2] == long.class
                && p[3] == long.class && (p[0] == long[].class || Cpu.class.isAssignableFrom(p[0]));
    }

    private void add(Method m) {
        if (byName.putIfAbsent(m.getName(), entries.size()) != null) {
            throw new IllegalArgumentException("two helpers named " + m.getName());
        }
        boolean registersOnly = m.getParameterTypes()[0] == long[].class;
        entries.add(new Entry(m.getName(), m, registersOnly, bind(m, registersOnly)));
    }

    private Helper bind(Method m, boolean registersOnly) {
        if (registersOnly) {
            RegisterHelper code = spin(m, RegisterHelper.class, long[].class);
            return (cpu, imm, a, b) -> code.call(cpu.r, imm, a, b);
        }
        return spin(m, Helper.class, Cpu.class);
    }

    /** Makes an instance of a helper interface that calls the method directly. */
    private <T> T spin(Method m, Class<T> type, Class<?> first) {
        try {
            MethodHandle target = lookup.unreflect(m);
            MethodType erased = target.type().changeParameterType(0, first);
            MethodHandle factory = LambdaMetafactory.metafactory(
                            lookup, "call", MethodType.methodType(type), erased, target, target.type())
                    .getTarget();
            return type.cast(factory.invoke());
        } catch (Throwable e) {
            throw new IllegalArgumentException("helper " + m + " cannot be bound", e);
        }
    }

    /** The first shape of a helper. */
    @FunctionalInterface
    public interface RegisterHelper {
        /** Runs it on a register file. */
        long call(long[] r, int imm, long a, long b);
    }

    /**
     * Returns a helper's number.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public int index(String name) {
        Integer index = byName.get(name);
        if (index == null) {
            throw new IllegalArgumentException("no helper named " + name);
        }
        return index;
    }

    /** Returns a helper. */
    public Entry entry(int index) {
        return entries.get(index);
    }

    /** Returns what the interpreter calls, by number. */
    Helper[] code() {
        return entries.stream().map(Entry::code).toArray(Helper[]::new);
    }
}
