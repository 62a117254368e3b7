// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa;

import java.util.concurrent.TimeUnit;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.xenolith.service.ffa.abi.FfaVersion;
import org.xenolith.service.ffa.mediator.Extensions;
import org.xenolith.service.ffa.mediator.Limits;
import org.xenolith.service.ffa.mediator.Profile;
import org.xenolith.service.ffa.mediator.Settings;
import org.xenolith.service.ffa.secure.SpmcSettings;

/** What can be configured. The switch, its force, and the access list are live; the rest is read when the bundle starts. */
@ObjectClassDefinition(name = "Xenolith FF-A", description = "The FF-A mediator and the secure world behind it.")
public @interface FfaConfig {
    /** FIXED or XEN_EXACT. */
    @AttributeDefinition(description = "Behaviour: FIXED, or XEN_EXACT with Xen's defects.")
    Profile ffa_profile() default Profile.FIXED;

    /** Whether virtual machines reach each other. */
    @AttributeDefinition(description = "Whether virtual machines see and message each other. Live.")
    boolean ffa_vmToVm() default false;

    /** Whether it is turned off without a secure world. */
    @AttributeDefinition(description = "Turn ffa.vmToVm off even without a secure world. Live.")
    boolean ffa_vmToVm_force() default false;

    /** Who sees whom. */
    @AttributeDefinition(
            description = "Who sees whom: 'A -> B' or 'A <-> B'; a side is *, name:N, id:N or uuid:U."
                    + " None: everybody sees everybody. Live.")
    String[] ffa_access() default {};

    /** Whether VERSION after the negotiation refuses another version. */
    @AttributeDefinition(description = "Whether FFA_VERSION refuses another version after the negotiation.")
    boolean ffa_strictVersion() default false;

    /** Whether there is a secure world. */
    @AttributeDefinition(description = "Whether there is a secure world.")
    boolean ffa_firmware() default true;

    /** The version that it offers. */
    @AttributeDefinition(description = "FF-A version of the secure world: 1.1, 1.2 or 1.3.")
    String ffa_firmware_version() default "1.2";

    /** Entries of the partition list. */
    @AttributeDefinition(description = "Entries of the partition list beyond which the secure world is not used.")
    int sp_maxEntries() default 63;

    /** Preemption of a partition. */
    @AttributeDefinition(description = "Milliseconds after which an interrupt for the caller preempts a partition.")
    int sp_preemptMs() default 10;

    /** Budget of a partition. */
    @AttributeDefinition(description = "Milliseconds after which a partition's caller gets ABORTED.")
    int sp_budgetMs() default 1_000;

    /** Partitions that are called on the guest's thread. */
    @AttributeDefinition(
            description = "Symbolic names of bundles whose partitions are called on the guest's own thread, where no"
                    + " budget can end a call.")
    String[] sp_trusted() default {};

    /** Pages of a shared region. */
    @AttributeDefinition(description = "Pages of a shared region.")
    int shm_maxPages() default 256;

    /** Shared regions of a virtual machine. */
    @AttributeDefinition(description = "Shared regions of a virtual machine.")
    int shm_maxRegions() default 32;

    /** When memory of a dead virtual machine is taken by force. */
    @AttributeDefinition(description = "Seconds after which memory of a destroyed domain is taken by force.")
    int teardown_maxSeconds() default 30;

    /** How long turning off waits for messages. */
    @AttributeDefinition(description = "Milliseconds that turning ffa.vmToVm off waits for messages under way.")
    int toggle_drainMs() default 1_000;

    /** How long a switch waits for enumerations. */
    @AttributeDefinition(description = "Milliseconds that a turn of ffa.vmToVm waits for enumerations under way.")
    int toggle_enumGraceMs() default 250;

    /** Whether the partition list follows services that come and go. */
    @AttributeDefinition(description = "Whether the partition list follows partitions that come and go.")
    boolean ext_dynamicSp() default false;

    /** Whether virtual machines make direct requests to each other. */
    @AttributeDefinition(description = "Whether virtual machines make direct requests to each other; Xen has none.")
    boolean ext_vmDirect() default false;

    /** Whether virtual machines share memory with each other. */
    @AttributeDefinition(description = "Whether virtual machines share memory with each other; Xen has none.")
    boolean ext_vmShare() default false;

    /** Whether virtual machines lend memory to each other. */
    @AttributeDefinition(description = "Whether virtual machines lend memory to each other; Xen has none.")
    boolean ext_vmLend() default false;

    /** Whether virtual machines donate memory to each other. */
    @AttributeDefinition(description = "Whether virtual machines donate memory to each other; Xen has none.")
    boolean ext_vmDonate() default false;

    /** Budget of a virtual machine for a direct request. */
    @AttributeDefinition(
            description = "Milliseconds after which the sender of a direct request to a virtual machine gets ABORTED.")
    int ext_vmBudgetMs() default 1_000;

    /** Reads a configuration. */
    final class Reader {
        private Reader() {}

        static Settings settings(FfaConfig config) {
            return new Settings(
                    config.ffa_profile(),
                    config.ffa_strictVersion(),
                    new Limits(
                            atLeast("sp.maxEntries", config.sp_maxEntries(), 1),
                            atLeast("shm.maxPages", config.shm_maxPages(), 1),
                            atLeast("shm.maxRegions", config.shm_maxRegions(), 1),
                            TimeUnit.SECONDS.toNanos(atLeast("teardown.maxSeconds", config.teardown_maxSeconds(), 0)),
                            TimeUnit.MILLISECONDS.toNanos(atLeast("toggle.drainMs", config.toggle_drainMs(), 0)),
                            TimeUnit.MILLISECONDS.toNanos(
                                    atLeast("toggle.enumGraceMs", config.toggle_enumGraceMs(), 0))),
                    extensions(config));
        }

        private static Extensions extensions(FfaConfig config) {
            return new Extensions(
                    config.ext_vmDirect(),
                    config.ext_vmShare(),
                    config.ext_vmLend(),
                    config.ext_vmDonate(),
                    TimeUnit.MILLISECONDS.toNanos(atLeast("sp.preemptMs", config.sp_preemptMs(), 0)),
                    TimeUnit.MILLISECONDS.toNanos(atLeast("ext.vmBudgetMs", config.ext_vmBudgetMs(), 1)));
        }

        static SpmcSettings secure(FfaConfig config) {
            int version =
                    switch (config.ffa_firmware_version()) {
                        case "1.1" -> FfaVersion.V1_1;
                        case "1.2" -> FfaVersion.V1_2;
                        case "1.3" -> FfaVersion.V1_3;
                        default ->
                            throw new IllegalArgumentException("ffa.firmware.version " + config.ffa_firmware_version()
                                    + ", allowed: 1.1, 1.2, 1.3");
                    };
            return new SpmcSettings(
                    version,
                    java.util.Set.of(),
                    TimeUnit.MILLISECONDS.toNanos(atLeast("sp.preemptMs", config.sp_preemptMs(), 0)),
                    TimeUnit.MILLISECONDS.toNanos(atLeast("sp.budgetMs", config.sp_budgetMs(), 1)));
        }

        private static int atLeast(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(name + " " + value + ", allowed: from " + least);
            }
            return value;
        }
    }
}
