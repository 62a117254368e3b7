// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.bus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.bus.Region;

/** The bus of one domain. Changes are serialised by this object's lock; accesses read one volatile reference. */
public final class TableBus implements MmioBus {
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private final List<Port> ports = new CopyOnWriteArrayList<>();
    private volatile RegionTable table = RegionTable.EMPTY;
    private int nextId;

    @Override
    public synchronized Mapping map(Region region, MmioHandler handler) {
        table = table.with(region, handler, nextId);
        return new Place(region, nextId++);
    }

    @Override
    public List<Region> regions() {
        return table.regions();
    }

    @Override
    public MmioPort open(int vcpu) {
        Port port = new Port(vcpu);
        ports.add(port);
        return port;
    }

    private final class Place implements Mapping {
        private final Region region;
        private final int id;
        private boolean open = true;

        Place(Region region, int id) {
            this.region = region;
            this.id = id;
        }

        @Override
        public void replace(MmioHandler handler) {
            synchronized (TableBus.this) {
                if (!open) {
                    throw new IllegalStateException(region + " is not mapped any more");
                }
                table = table.replacing(region, handler);
            }
        }

        @Override
        public long accesses() {
            return ports.stream().mapToLong(port -> port.accesses(id)).sum();
        }

        @Override
        public void close() {
            synchronized (TableBus.this) {
                if (open) {
                    open = false;
                    table = table.without(region);
                }
            }
        }
    }

    /** One vCPU's view: most accesses go where the last one went, as long as the table is the same. */
    private final class Port implements MmioPort {
        private final int vcpu;
        private RegionTable seen = RegionTable.EMPTY;
        private long base;
        private long size;
        private MmioHandler handler = Nobody.INSTANCE;
        private int id;

        /** Accesses by region; this port's thread writes, others look. */
        private long[] counts = new long[1];

        Port(int vcpu) {
            this.vcpu = vcpu;
        }

        @Override
        public long read(long address, int width) throws BusFault {
            if (table != seen || Long.compareUnsigned(address - base, size) >= 0) {
                locate(address);
            }
            counts[id]++;
            long value = handler.read(vcpu, address - base, width);
            return width == Long.BYTES ? value : value & (1L << 8 * width) - 1;
        }

        @Override
        public void write(long address, int width, long value) throws BusFault {
            if (table != seen || Long.compareUnsigned(address - base, size) >= 0) {
                locate(address);
            }
            counts[id]++;
            handler.write(vcpu, address - base, width, value);
        }

        long accesses(int region) {
            long[] seen = counts;
            return region < seen.length ? (long) COUNT.getOpaque(seen, region) : 0;
        }

        private void locate(long address) throws BusFault {
            RegionTable now = table;
            int index = now.find(address);
            if (index < 0) {
                throw BusFault.UNCLAIMED;
            }
            seen = now;
            base = now.base(index);
            size = now.size(index);
            handler = now.handler(index);
            id = now.id(index);
            if (id >= counts.length) {
                counts = Arrays.copyOf(counts, id + 1);
            }
        }
    }

    /** What a port that has not been used yet has found. */
    private enum Nobody implements MmioHandler {
        INSTANCE;

        @Override
        public long read(int vcpu, long offset, int width) throws BusFault {
            throw BusFault.UNCLAIMED;
        }

        @Override
        public void write(int vcpu, long offset, int width, long value) throws BusFault {
            throw BusFault.UNCLAIMED;
        }
    }
}
