// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.console;

/** Queues in the host's own memory, out of the guest's reach. */
final class HostQueues implements Queues {
    private final SingleProducerRing in;
    private final SingleProducerRing out;
    private volatile Runnable toHost = () -> {};
    private volatile Runnable toDevice = () -> {};

    HostQueues(int in, int out) {
        this.in = new SingleProducerRing(in);
        this.out = new SingleProducerRing(out);
    }

    @Override
    public int inCapacity() {
        return in.capacity();
    }

    @Override
    public int outCapacity() {
        return out.capacity();
    }

    @Override
    public int inQueued() {
        return in.queued();
    }

    @Override
    public int outQueued() {
        return out.queued();
    }

    @Override
    public int take() {
        return in.take();
    }

    @Override
    public boolean put(byte value) {
        return out.put(value);
    }

    @Override
    public void notifyHost() {
        toHost.run();
    }

    @Override
    public boolean outPending() {
        return out.queued() > 0;
    }

    @Override
    public int collect(byte[] target) {
        return out.take(target);
    }

    @Override
    public int inRoom() {
        return in.capacity() - in.queued();
    }

    @Override
    public int give(byte[] source, int offset, int length) {
        int taken = 0;
        while (taken < length && in.put(source[offset + taken])) {
            taken++;
        }
        return taken;
    }

    @Override
    public void looking() {
        // notifications are not merged here
    }

    @Override
    public void notifyDevice() {
        toDevice.run();
    }

    @Override
    public long taken() {
        return in.consumed();
    }

    @Override
    public long given() {
        return out.produced();
    }

    @Override
    public void connect(Runnable toHost, Runnable toDevice) {
        this.toHost = toHost;
        this.toDevice = toDevice;
    }

    @Override
    public void close() {
        // bytes that are queued may still be collected
    }
}
