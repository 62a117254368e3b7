// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Passes event-channel upcalls to the machine, and keeps those that come while it is being built. */
final class UpcallRelay {
    private final BitSet early;
    private volatile @Nullable IntConsumer target;

    UpcallRelay(int vcpus) {
        early = new BitSet(vcpus);
    }

    void raise(int vcpu) {
        IntConsumer machine = target;
        if (machine == null) {
            synchronized (early) {
                machine = target;
                if (machine == null) {
                    early.set(vcpu);
                    return;
                }
            }
        }
        machine.accept(vcpu);
    }

    void connect(IntConsumer machine) {
        synchronized (early) {
            target = machine;
        }
        early.stream().forEach(machine);
    }
}
