// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console.backend;

import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Component;
import org.xenolith.api.console.Console;
import org.xenolith.api.console.ConsoleBackend;

/**
 * Keeps the last bytes of a console's output in memory, for tests and for a look at a guest that nobody watches; the
 * target is how many, by default 64 KiB. Its description ends with the last line.
 */
@Component(property = ConsoleBackend.TYPE + "=memory")
public final class MemoryBackend implements ConsoleBackend {
    private static final int USUAL = 64 << 10;
    private static final int MOST = 16 << 20;

    @Override
    public Connection connect(Console console, String target) {
        int size = target.isEmpty() ? USUAL : target.matches("[0-9]{1,8}") ? Integer.parseInt(target) : 0;
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException("console back end memory: " + target + " bytes, allowed: 1 to " + MOST);
        }
        return new Kept(console, size);
    }

    private static final class Kept implements Connection {
        private final byte[] bytes;
        private final AtomicLong seen = new AtomicLong();
        private final Console.Attachment attachment;

        Kept(Console console, int size) {
            bytes = new byte[size];
            attachment = console.attach(this::accept, true);
        }

        private synchronized void accept(byte[] source, int offset, int length) {
            for (int i = 0; i < length; i++) {
                bytes[(int) (seen.getAndIncrement() % bytes.length)] = source[offset + i];
            }
        }

        @Override
        public synchronized String describe() {
            StringBuilder line = new StringBuilder();
            long count = Math.min(seen.get(), bytes.length);
            for (long i = 1; i <= count; i++) {
                char c = (char) (bytes[(int) ((seen.get() - i) % bytes.length)] & 0xFF);
                if (c == '\n' && !line.isEmpty()) {
                    break;
                }
                if (c >= ' ' && c <= '~') {
                    line.append(c);
                }
            }
            return "memory, last line: " + line.reverse();
        }

        @Override
        public Traffic traffic() {
            return new Traffic(seen.get(), 0, Math.max(0, seen.get() - bytes.length));
        }

        @Override
        public void close() {
            attachment.close();
        }
    }
}
