// SPDX-License-Identifier: Apache-2.0
package org.xenolith.api.call;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that answers guest calls: a range of SMCCC function ids ({@link #SMCCC_FIRST}, {@link #SMCCC_LAST}) or one
 * hypercall number ({@link #HYPERCALL}), given as service properties.
 */
@ConsumerType
public interface CallHandler {
    /** Service property (Long): the first SMCCC function id, inclusive. */
    String SMCCC_FIRST = "xenolith.smccc.first";

    /** Service property (Long): the last SMCCC function id, inclusive. */
    String SMCCC_LAST = "xenolith.smccc.last";

    /** Service property (Integer): the hypercall number. */
    String HYPERCALL = "xenolith.hypercall";

    /**
     * Answers a call. Called on the vCPU's thread; it must not block longer than the guest should stand still.
     *
     * @return false if the call is not known here: the platform then answers as for an unknown one
     */
    boolean call(CallContext context);
}
