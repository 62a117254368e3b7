// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.machine;

import java.util.ArrayList;
import java.util.List;
import org.xenolith.api.bus.BusFault;
import org.xenolith.api.bus.MmioBus;
import org.xenolith.api.bus.MmioHandler;
import org.xenolith.api.bus.Region;

/** A bus of fixed regions that counts the accesses which reach one of them. */
final class CountingBus implements MmioBus {
    private record Window(Region region, MmioHandler handler) {}

    private final List<Window> windows = new ArrayList<>();
    private long accesses;

    long accesses() {
        return accesses;
    }

    @Override
    public Mapping map(Region region, MmioHandler handler) {
        windows.add(new Window(region, handler));
        return new Fixed();
    }

    @Override
    public List<Region> regions() {
        return windows.stream().map(Window::region).toList();
    }

    private Window at(long address) throws BusFault {
        for (Window window : windows) {
            if (window.region.contains(address)) {
                accesses++;
                return window;
            }
        }
        throw BusFault.UNCLAIMED;
    }

    @Override
    public MmioPort open(int vcpu) {
        return new MmioPort() {
            @Override
            public long read(long address, int width) throws BusFault {
                Window window = at(address);
                return window.handler.read(vcpu, address - window.region.base(), width);
            }

            @Override
            public void write(long address, int width, long value) throws BusFault {
                Window window = at(address);
                window.handler.write(vcpu, address - window.region.base(), width, value);
            }
        };
    }

    private static final class Fixed implements Mapping {
        @Override
        public void replace(MmioHandler handler) {
            throw new IllegalStateException("the regions of this bus are fixed");
        }

        @Override
        public long accesses() {
            throw new IllegalStateException("accesses to the regions of this bus are counted together");
        }

        @Override
        public void close() {
            throw new IllegalStateException("the regions of this bus are fixed");
        }
    }
}
