// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.xen;

/** One hypercall. */
@FunctionalInterface
interface Hypercall {
    /**
     * Answers.
     *
     * @return what X0 becomes: a result, or a negative error number
     */
    long call(HypercallFrame frame);
}
