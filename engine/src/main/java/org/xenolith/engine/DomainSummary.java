// SPDX-License-Identifier: Apache-2.0
package org.xenolith.engine;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.xenolith.api.code.CodeCounters;

/** JFR: what was counted in a domain's life. */
@Name("org.xenolith.DomainSummary")
@Label("Domain Summary")
@Description("What a domain's guest code has cost, at its end")
@Category("Xenolith")
@StackTrace(false)
final class DomainSummary extends Event {
    @Label("Domain")
    String domain = "";

    @Label("Interpreted Instructions")
    long interpreted;

    @Label("Compiled Instructions")
    long compiled;

    @Label("Chained Exits")
    long chained;

    @Label("Unchained Exits")
    long unchained;

    @Label("Blocks")
    @Description("Blocks translated and kept")
    long blocks;

    @Label("Invalidated Blocks")
    long invalidated;

    @Label("Regions")
    long regions;

    @Label("Bytecode")
    @DataAmount
    long bytecode;

    @Label("Translation Time")
    @Timespan(Timespan.NANOSECONDS)
    long translation;

    @Label("Compilation Time")
    @Timespan(Timespan.NANOSECONDS)
    long compilation;

    /** Tells of a domain, if somebody records. */
    static void tell(String domain, CodeCounters counters) {
        DomainSummary event = new DomainSummary();
        if (event.shouldCommit()) {
            event.domain = domain;
            event.interpreted = counters.execution().interpreted();
            event.compiled = counters.execution().compiled();
            event.chained = counters.execution().chained();
            event.unchained = counters.execution().unchained();
            event.blocks = counters.blocks().translated();
            event.invalidated = counters.blocks().invalidated();
            event.regions = counters.regions().compiled();
            event.bytecode = counters.regions().bytecode();
            event.translation = counters.blocks().translationNanos();
            event.compilation = counters.regions().compilationNanos();
            event.commit();
        }
    }
}
