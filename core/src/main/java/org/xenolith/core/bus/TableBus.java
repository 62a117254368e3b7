// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.bus;

import java.util.List;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.bus.Region;

/** The bus of one domain. Changes are serialised by this object's lock; accesses read one volatile reference. */
public final class TableBus implements MmioBus {
    private volatile RegionTable table = RegionTable.EMPTY;

    @Override
    public synchronized Mapping map(Region region, MmioHandler handler) {
        table = table.with(region, handler);
        return new Place(region);
    }

    @Override
    public List<Region> regions() {
        return table.regions();
    }

    @Override
    public MmioPort open(int vcpu) {
        return new Port(vcpu);
    }

    private final class Place implements Mapping {
        private final Region region;
        private boolean open = true;

        Place(Region region) {
            this.region = region;
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
        public void close() {
            synchronized (TableBus.this) {
                if (open) {
                    open = false;
                    table = table.without(region);
                }
            }
        }
    }

    /** One vCPU's view: most accesses go where the last one went. */
    private final class Port implements MmioPort {
        private final int vcpu;
        private int hit;

        Port(int vcpu) {
            this.vcpu = vcpu;
        }

        private int locate(RegionTable now, long address) throws BusFault {
            int index = hit;
            if (!now.hits(index, address)) {
                index = now.find(address);
                if (index < 0) {
                    throw BusFault.UNCLAIMED;
                }
                hit = index;
            }
            return index;
        }

        @Override
        public long read(long address, int width) throws BusFault {
            RegionTable now = table;
            int index = locate(now, address);
            long value = now.handler(index).read(vcpu, address - now.base(index), width);
            return width == Long.BYTES ? value : value & (1L << 8 * width) - 1;
        }

        @Override
        public void write(long address, int width, long value) throws BusFault {
            RegionTable now = table;
            int index = locate(now, address);
            now.handler(index).write(vcpu, address - now.base(index), width, value);
        }
    }
}
