// SPDX-License-Identifier: Apache-2.0
package org.xenolith.service.ffa;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.xenolith.api.call.CallContext;
import org.xenolith.api.call.CallHandler;
import org.xenolith.api.ffa.FfaMediator;
import org.xenolith.api.ffa.SecurePartition;
import org.xenolith.api.hypervisor.Domain;
import org.xenolith.api.hypervisor.DomainException;
import org.xenolith.api.hypervisor.DomainListener;
import org.xenolith.service.ffa.mediator.AccessList;
import org.xenolith.service.ffa.mediator.Endpoint;
import org.xenolith.service.ffa.mediator.Mediator;
import org.xenolith.service.ffa.mediator.RefusedException;
import org.xenolith.service.ffa.secure.EmulatedSpmc;

/**
 * The mediator of a host: domains with {@code tee = "ffa"} are its endpoints, partition services its secure world.
 *
 * <p>The secure world starts with the first such domain; the list of partitions is fixed then, unless the configuration
 * lets it follow the services.
 */
@Component(
        service = {CallHandler.class, DomainListener.class, FfaMediator.class, FfaService.class},
        immediate = true,
        configurationPid = FfaService.PID,
        property = {
            // Everything that the platform does not answer itself; FfaService.call sorts out the rest.
            CallHandler.SMCCC_FIRST + ":Long=16842752",
            CallHandler.SMCCC_LAST + ":Long=4294967295",
            "service.ranking:Integer=-1000"
        })
@Designate(ocd = FfaConfig.class)
public final class FfaService implements CallHandler, DomainListener, FfaMediator {
    /** The configuration's PID. */
    public static final String PID = "org.xenolith.ffa";

    private static final String TEE = "tee";
    private static final String FFA = "ffa";

    private final LimitedJournal journal;
    private final ScheduledExecutorService later;
    private final Mediator mediator;
    private final EmulatedSpmc spmc;
    private final PartitionServices partitions;
    private final boolean hasFirmware;
    private final Object starting = new Object();
    private boolean started;
    private volatile FfaConfig config;
    private @Nullable List<String> access;

    /** Starts a mediator. */
    @Activate
    public FfaService(FfaConfig config, @Reference(service = LoggerFactory.class) Logger logger) {
        this.config = config;
        journal = new LimitedJournal(logger, System::nanoTime);
        later = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("xenolith-ffa").factory());
        hasFirmware = config.ffa_firmware();
        spmc = new EmulatedSpmc(FfaConfig.Reader.secure(config), journal::error);
        access = List.of(config.ffa_access());
        mediator = new Mediator(
                FfaConfig.Reader.settings(config),
                config.ffa_vmToVm(),
                AccessList.of(config.ffa_access()),
                Mediator.Clock.of(later),
                journal);
        partitions = new PartitionServices(
                spmc, Set.of(config.sp_trusted()), config.ext_dynamicSp(), journal, mediator::partitionsChanged);
    }

    /** Takes over what is live of a changed configuration. */
    @Modified
    synchronized void modified(FfaConfig next) {
        FfaConfig before = config;
        config = next;
        List<String> rules = List.of(next.ffa_access());
        if (!rules.equals(access)) {
            mediator.access(AccessList.of(next.ffa_access()));
            access = rules;
            journal.info(
                    rules.isEmpty()
                            ? "FF-A: no access list, every virtual machine may see every other"
                            : "FF-A: access list " + rules);
        }
        vmToVm(next.ffa_vmToVm(), next.ffa_vmToVm_force());
        if (!FfaConfig.Reader.settings(before).equals(FfaConfig.Reader.settings(next))
                || !FfaConfig.Reader.secure(before).equals(FfaConfig.Reader.secure(next))) {
            journal.info("FF-A: settings other than ffa.vmToVm and ffa.access change when the bundle starts again");
        }
    }

    /** Ends all messages, and lets go of everything that domains had here. */
    @Deactivate
    void deactivate() {
        mediator.turn(false, true);
        for (int id : mediator.endpointIds()) {
            Endpoint e = mediator.endpoint(id);
            if (e != null) {
                mediator.destroy(e);
            }
        }
        mediator.close();
        partitions.clear();
        later.shutdownNow();
        mediator.releaseLeftovers();
    }

    // ---- partitions

    @Reference(
            service = SecurePartition.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addPartition(ServiceReference<SecurePartition> reference, SecurePartition service) {
        partitions.add(reference, service);
    }

    void removePartition(ServiceReference<SecurePartition> reference) {
        partitions.remove(reference);
    }

    // ---- domains

    private void start() {
        synchronized (starting) {
            if (!started && hasFirmware) {
                partitions.fix();
                if (!mediator.start(spmc)) {
                    journal.error("FF-A: the secure world is not used");
                }
            }
            started = true;
        }
    }

    private static boolean wants(Domain domain) {
        return FFA.equals(domain.config().settings().get(TEE));
    }

    @Override
    public void admit(Domain domain) throws DomainException {
        if (wants(domain)) {
            start();
            try {
                mediator.create(new DomainMachine(domain));
            } catch (RefusedException e) {
                throw new DomainException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** A domain that was there before this service negotiates anew. */
    @Override
    public void created(Domain domain) {
        if (wants(domain) && mediator.endpoint(domain.id() + 1) == null) {
            try {
                admit(domain);
            } catch (DomainException e) {
                journal.error("FF-A for running domain " + domain.config().name() + ": " + e.getMessage());
            }
        }
    }

    @Override
    public void destroyed(Domain domain) {
        Endpoint e = mediator.endpoint(domain.id() + 1);
        if (e != null) {
            mediator.dying(e);
            mediator.destroy(e);
        }
    }

    // ---- calls

    @Override
    public boolean call(CallContext context) {
        Endpoint e = mediator.endpoint(context.domain().id() + 1);
        return e != null && mediator.call(e, context.vcpu(), context);
    }

    // ---- what can be seen and turned

    Mediator mediator() {
        return mediator;
    }

    @Override
    public boolean vmToVm() {
        return mediator.mode() == org.xenolith.service.ffa.mediator.Mode.ON;
    }

    @Override
    public void vmToVm(boolean on, boolean force) {
        boolean willStart;
        synchronized (starting) {
            willStart = !started && hasFirmware;
        }
        mediator.turn(on, force || willStart);
    }

    @Override
    public int tag() {
        return mediator.tag();
    }

    @Override
    public int inflight() {
        return mediator.inflight();
    }

    @Override
    public List<Integer> members() {
        return mediator.members().stream().map(Endpoint::id).toList();
    }

    @Override
    public List<Integer> endpoints() {
        return mediator.endpointIds();
    }

    @Override
    public int regions() {
        return mediator.regionCount();
    }

    /** Returns the partitions' names by id, as their services' bundles are called. */
    Map<Integer, String> partitionNames() {
        return partitions.names();
    }
}
