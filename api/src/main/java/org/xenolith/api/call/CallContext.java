// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.call;

import org.osgi.annotation.versioning.ProviderType;
import org.xenolith.api.hypervisor.Domain;

/** One call: registers in, registers out. Valid only while the handler runs, on its thread. */
@ProviderType
public interface CallContext {
    /** Returns the calling domain. */
    Domain domain();

    /** Returns the calling vCPU's number, from 0. */
    int vcpu();

    /** Returns the SMCCC function id or hypercall number, zero extended. */
    long function();

    /**
     * Returns an argument register as the guest left it.
     *
     * @param index 0 to 17 (Arm: Xn)
     */
    long register(int index);

    /** Sets a result register; see {@link #register}. */
    void setRegister(int index, long value);

    /**
     * Copies bytes at a guest-virtual address, translated as the guest's kernel would.
     *
     * @return false if some byte could not be read; the array's content is then undefined
     */
    boolean readVirtual(long address, byte[] target, int offset, int length);

    /** Copies bytes to a guest-virtual address; false if some byte could not be written. */
    boolean writeVirtual(long address, byte[] source, int offset, int length);

    /**
     * Tells whether the host wants the vCPU to stand, for a pause, a safepoint, or the domain's end. A handler that waits
     * for something returns then; what makes this true also unparks its thread.
     */
    default boolean kicked() {
        return false;
    }
}
