// SPDX-License-Identifier: Apache-2.0
package org.xenolith.core.run;

/** How a domain's vCPUs get host threads. */
public sealed interface Execution permits WallExecution, CountedExecution {
    /** Starts the threads; called once. */
    void start();

    /** Makes an idle or powered-off vCPU run again; any thread, also before {@link #start}. */
    void wake(int vcpu);

    /** Makes all threads look at the gate soon; any thread. */
    void kick();

    /** Waits until all threads have ended, which they do after {@link Gate#end} and {@link #kick}. */
    void join();
}
