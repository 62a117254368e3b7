// SPDX-License-Identifier: Apache-2.0
package org.xenolith.platform.arm.gic;

/**
 * The life of an interrupt between its source and the CPU interface. Every method is called with the controller's lock
 * held and changes the state of the one interrupt; the core then asks {@link #candidate} again.
 */
sealed interface Injection permits ArchitecturalInjection, ClassicInjection {
    /** The input has changed. */
    void line(Interrupt i, boolean level);

    /** A request that does not come from the line: ISPENDR, an event of the hypervisor. */
    void pend(Interrupt i);

    /** ICPENDR. */
    void unpend(Interrupt i);

    /** The source takes back what it has requested, if nobody has acknowledged it. */
    void withdraw(Interrupt i);

    /** A software generated interrupt from a vCPU. */
    void sgi(Interrupt i, int sender);

    void enable(Interrupt i);

    void disable(Interrupt i);

    /** A new value in IPRIORITYR. */
    void priority(Interrupt i, int value);

    /** Tells whether ISPENDR shows it as pending. */
    boolean pending(Interrupt i);

    /** Tells whether a CPU interface may take it, priorities apart. */
    boolean candidate(Interrupt i);

    /** Returns the vCPU that a candidate goes to, or {@link Interrupt#NONE}. */
    int destination(Interrupt i);

    /** Returns what IAR and HPPIR show for a candidate: the INTID, and the sender of a GICv2 SGI in bits 12:10. */
    int identity(Interrupt i);

    void acknowledge(Interrupt i, int vcpu);

    /** Deactivates an active interrupt if this vCPU may. */
    void deactivate(Interrupt i, int vcpu);
}
