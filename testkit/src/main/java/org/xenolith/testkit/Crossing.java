// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** Takes arguments from the classes outside a framework to the same classes inside. */
final class Crossing {
    private Crossing() {}

    /**
     * The value as the classes inside know it: itself where they share its class, otherwise a copy by serialization.
     * Collections, maps and arrays are copied too where they can be, because of what may be in them.
     *
     * @throws ParameterResolutionException if it must be copied and cannot be
     */
    static @Nullable Object into(ClassLoader inside, Class<?> type, @Nullable Object value) {
        if (value == null || type.isPrimitive()) {
            return value;
        }
        boolean shared = type.isInstance(value);
        boolean holder = value instanceof Collection || value instanceof Map || value instanceof Object[];
        if (shared && !holder) {
            return value;
        }
        try {
            return copy(inside, value);
        } catch (IOException | ClassNotFoundException e) {
            if (shared) {
                return value;
            }
            throw new ParameterResolutionException(
                    "argument " + value + " of " + value.getClass()
                            + " cannot enter the framework, allowed: types of the JDK and of Jupiter, serializable types",
                    e);
        }
    }

    private static Object copy(ClassLoader inside, Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new InsideStream(inside, new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    /** Reads objects of the classes that one loader gives. */
    private static final class InsideStream extends ObjectInputStream {
        private final ClassLoader inside;

        InsideStream(ClassLoader inside, InputStream in) throws IOException {
            super(in);
            this.inside = inside;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            return Class.forName(description.getName(), false, inside);
        }
    }
}
