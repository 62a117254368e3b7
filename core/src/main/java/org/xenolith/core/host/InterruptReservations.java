// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.host;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xenolith.core.console.RingException;

/** Which of a domain's shared interrupts have an owner: two devices never drive one input. */
final class InterruptReservations {
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

    /**
     * Reserves an interrupt.
     *
     * @return closing it releases the interrupt; closing again has no effect
     * @throws RingException EINVAL if it has an owner, whose reservation holds
     */
    AutoCloseable reserve(int number) throws RingException {
        if (!taken.add(number)) {
            throw new RingException(RingException.EINVAL, "interrupt " + number + " has an owner");
        }
        boolean[] held = {true};
        return () -> {
            synchronized (held) {
                if (held[0]) {
                    held[0] = false;
                    taken.remove(number);
                }
            }
        };
    }

    boolean reserved(int number) {
        return taken.contains(number);
    }
}
