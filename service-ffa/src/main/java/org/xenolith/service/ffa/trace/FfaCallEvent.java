// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An FF-A call of a virtual machine, in the flight recorder. Off unless a recording asks for it. */
@Name("org.xenolith.FfaCall")
@Label("FF-A call")
@Description("A call of a virtual machine to the FF-A mediator")
@Category({"Xenolith", "FF-A"})
@StackTrace(false)
@Enabled(false)
public final class FfaCallEvent extends Event {
    /** Endpoint id. */
    @Label("Caller")
    int caller;

    /** Number of the vCPU. */
    @Label("vCPU")
    int vcpu;

    /** The function's name. */
    @Label("Function")
    String function = "";

    /** Endpoint id of the other side, 0 if there is none. */
    @Label("Peer")
    int peer;

    /** What it gave. */
    @Label("Result")
    String result = "";

    void fill(int from, int onVcpu, String called, int to, String gave) {
        caller = from;
        vcpu = onVcpu;
        function = called;
        peer = to;
        result = gave;
    }
}
