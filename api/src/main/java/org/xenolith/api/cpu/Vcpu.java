// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.cpu;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A virtual CPU.
 *
 * <p>One thread at a time runs it; which one is the host's choice. Registers are read and written only while it is not
 * running. {@link #kick} and {@link #state} may be called from any thread.
 */
@ProviderType
public interface Vcpu {
    /** Returns the vCPU's number in its domain, from 0. */
    int id();

    /** Returns what it is doing. */
    RunState state();

    /**
     * Executes guest instructions until there is a reason to stop.
     *
     * @param limit the number of instructions after which to return, at least 1; {@link Long#MAX_VALUE} for none. The
     *     limit is exact in counted time and a hint in wall time
     * @return why it returned
     */
    RunExit run(long limit);

    /** Makes {@link #run} return soon, or at once the next time it is called. */
    void kick();

    /**
     * Returns how many guest instructions have been executed. Exact while the vCPU is not running and, on the thread
     * that runs it, wherever the guest or a device can look at the clock: counted time is made of it.
     */
    long instructions();

    /** Returns the names that {@link #register} knows, in the order of a register dump. */
    List<String> registerNames();

    /**
     * Returns a register.
     *
     * @param name lower case, as the architecture writes it (x0, sp, pc, esr_el1)
     * @throws IllegalArgumentException if there is none of that name
     */
    long register(String name);

    /**
     * Sets a register.
     *
     * @throws IllegalArgumentException if there is none of that name, or it is read only
     */
    void setRegister(String name, long value);
}
