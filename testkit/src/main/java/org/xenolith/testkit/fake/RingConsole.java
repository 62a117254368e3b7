// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.fake;

import java.io.ByteArrayOutputStream;
import org.xenolith.api.console.ConsoleLine;

/**
 * A console line over two rings with free-running 32-bit indices, as in a Xen console page: a fill level is computed
 * from the indices modulo the ring's size, so indices that make no sense give levels that do.
 *
 * <p>The back end is the test, step by step, or {@link #drainAtOnce}.
 */
public final class RingConsole implements ConsoleLine {
    private final byte[] in;
    private final byte[] out;
    private int inConsumed;
    private int inProduced;
    private int outConsumed;
    private int outProduced;
    private int events;
    private boolean draining;
    private volatile Runnable listener = () -> {};
    private final ByteArrayOutputStream drained = new ByteArrayOutputStream();

    /**
     * Creates empty rings.
     *
     * @param in bytes to the guest, a power of two
     * @param out bytes from the guest, a power of two
     */
    public RingConsole(int in, int out) {
        this.in = new byte[in];
        this.out = new byte[out];
    }

    private static int queued(int produced, int consumed, int size) {
        if (produced == consumed) {
            return 0;
        }
        int level = produced - consumed & size - 1;
        return level == 0 ? size : level;
    }

    @Override
    public synchronized int inQueued() {
        return queued(inProduced, inConsumed, in.length);
    }

    @Override
    public int inCapacity() {
        return in.length;
    }

    @Override
    public synchronized int take() {
        return inQueued() == 0 ? -1 : in[inConsumed++ & in.length - 1] & 0xFF;
    }

    @Override
    public synchronized int outQueued() {
        return queued(outProduced, outConsumed, out.length);
    }

    @Override
    public int outCapacity() {
        return out.length;
    }

    @Override
    public synchronized boolean put(int value) {
        if (outQueued() == out.length) {
            return false;
        }
        out[outProduced++ & out.length - 1] = (byte) value;
        return true;
    }

    @Override
    public void notifyBackend() {
        boolean consumed;
        synchronized (this) {
            events++;
            consumed = draining && outQueued() > 0;
            if (consumed) {
                consumeAll();
            }
        }
        if (consumed) {
            notifyDevice();
        }
    }

    @Override
    public void onBackend(Runnable listener) {
        this.listener = listener;
    }

    /** Makes the back end consume output inside {@link #notifyBackend} and notify the device. */
    public synchronized void drainAtOnce() {
        draining = true;
    }

    /** Puts bytes for the guest without a notification, whether they have room or not. */
    public synchronized void produce(byte... bytes) {
        for (byte b : bytes) {
            in[inProduced++ & in.length - 1] = b;
        }
    }

    /** Puts bytes for the guest as far as there is room, with a notification after each; returns how many. */
    public int offer(byte... bytes) {
        int taken = 0;
        for (byte b : bytes) {
            synchronized (this) {
                if (inQueued() == in.length) {
                    break;
                }
                produce(b);
            }
            taken++;
            notifyDevice();
        }
        return taken;
    }

    /** Consumes bytes from the guest without a notification. */
    public synchronized void consume(int count) {
        for (int i = 0; i < count; i++) {
            drained.write(out[outConsumed++ & out.length - 1]);
        }
    }

    /** Consumes all bytes from the guest that are there now, without a notification; others may do so at the same time. */
    public synchronized void consumeAll() {
        consume(outQueued());
    }

    /** Notifies the device. */
    public void notifyDevice() {
        listener.run();
    }

    /** Returns everything that has been consumed. */
    public synchronized byte[] consumed() {
        return drained.toByteArray();
    }

    /** Returns how often the back end was notified. */
    public synchronized int events() {
        return events;
    }

    /** Forces an index: {@code ic}, {@code ip}, {@code oc} or {@code op} for in or out, consumed or produced. */
    public synchronized void force(String index, int value) {
        switch (index) {
            case "ic" -> inConsumed = value;
            case "ip" -> inProduced = value;
            case "oc" -> outConsumed = value;
            case "op" -> outProduced = value;
            default -> throw new IllegalArgumentException("index " + index + ", allowed: ic, ip, oc, op");
        }
    }

    /** Returns the indices as {@code in=consumed/produced out=consumed/produced}, hexadecimal. */
    public synchronized String indices() {
        return String.format("in=%X/%X out=%X/%X", inConsumed, inProduced, outConsumed, outProduced);
    }
}
