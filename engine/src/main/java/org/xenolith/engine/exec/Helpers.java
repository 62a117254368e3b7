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
     * @param name the method's name
     * @param method the method, for the compiler
     * @param registersOnly whether it is of the first shape
     */
    public record Entry(String name, Method method, boolean registersOnly) {}

    private static final int UNKNOWN = -1;
    private static final int AMBIGUOUS = -2;

    private final MethodHandles.Lookup lookup;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final Map<Integer, Helper> bound = new HashMap<>();

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

    /** Adds all static methods of a helper's shape that a class declares and the front end's package can name. */
    public Helpers addAll(Class<?> owner) {
        for (Method m : owner.getDeclaredMethods()) {
            if (Modifier.isStatic(m.getModifiers()) && !m.isSynthetic() && isVisible(m) && hasShape(m)) {
                add(m);
            }
        }
        return this;
    }

    /** Tells whether a method is meant for callers like the front end: what is private or another package's is not. */
    private boolean isVisible(Method m) {
        int modifiers = m.getModifiers();
        boolean samePackage =
                m.getDeclaringClass().getPackage() == lookup.lookupClass().getPackage();
        return Modifier.isPublic(modifiers) || (samePackage && !Modifier.isPrivate(modifiers));
    }

    private static boolean hasShape(Method m) {
        Class<?>[] p = m.getParameterTypes();
        return m.getReturnType() == long.class
                && p.length == 4
                && p[1] == int.class
                && p[2] == long.class
                && p[3] == long.class
                && (p[0] == long[].class || Cpu.class.isAssignableFrom(p[0]));
    }

    private void add(Method m) {
        byName.merge(m.getName(), entries.size(), (one, other) -> AMBIGUOUS);
        byName.put(m.getDeclaringClass().getSimpleName() + "." + m.getName(), entries.size());
        entries.add(new Entry(m.getName(), m, m.getParameterTypes()[0] == long[].class));
    }

    private Helper bind(Entry entry) {
        if (entry.registersOnly()) {
            RegisterHelper code = spin(entry.method(), RegisterHelper.class, long[].class);
            return (cpu, imm, a, b) -> code.call(cpu.r, imm, a, b);
        }
        return spin(entry.method(), Helper.class, Cpu.class);
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
     * @param name the method's name, or {@code Class.method} where several classes have one of that name
     * @throws IllegalArgumentException if there is none of that name, or several
     */
    public int index(String name) {
        int index = byName.getOrDefault(name, UNKNOWN);
        if (index < 0) {
            throw new IllegalArgumentException(
                    (index == UNKNOWN ? "no helper named " : "several helpers named ") + name);
        }
        return index;
    }

    /** Returns the number of helpers. */
    public int size() {
        return entries.size();
    }

    /** Returns a helper. */
    public Entry entry(int index) {
        return entries.get(index);
    }

    /** Returns what the interpreter calls, by number: at first something that puts the helper in its own place. */
    Helper[] code() {
        Helper[] code = new Helper[entries.size()];
        for (int i = 0; i < code.length; i++) {
            int index = i;
            code[i] = (cpu, imm, a, b) -> {
                Helper helper = bound(index);
                code[index] = helper;
                return helper.call(cpu, imm, a, b);
            };
        }
        return code;
    }

    /** Returns a helper; it gets a class when it is first asked for, since a boot of Linux uses a tenth of them. Any thread. */
    private synchronized Helper bound(int index) {
        // once for all domains: these classes are unloaded only with the front end's
        return bound.computeIfAbsent(index, i -> bind(entries.get(i)));
    }
}
