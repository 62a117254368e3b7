// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit.contract;

import java.lang.reflect.Modifier;
import java.util.function.Predicate;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.ClasspathRootSelector;
import org.junit.platform.engine.discovery.PackageSelector;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.xenolith.api.device.DeviceException;

/** The test engine that runs classes with {@link DeviceContract}. */
public final class ContractEngine implements TestEngine {
    /** Repeats the sequences of a failure. */
    static final String SEED = "xenolith.contract.seed";

    /** Steps of each sequence. */
    static final String STEPS = "xenolith.contract.steps";

    private static final int USUAL_STEPS = 2_000;

    @Override
    public String getId() {
        return "xenolith-device-contract";
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor root = new EngineDescriptor(id, "Device contracts");
        Predicate<Class<?>> contracts = type ->
                type.getAnnotationsByType(DeviceContract.class).length > 0 && !Modifier.isAbstract(type.getModifiers());
        request.getSelectorsByType(ClassSelector.class).stream()
                .map(ClassSelector::getJavaClass)
                .filter(contracts)
                .forEach(type -> add(root, type));
        request.getSelectorsByType(PackageSelector.class).stream()
                .flatMap(p ->
                        ReflectionSupport.findAllClassesInPackage(p.getPackageName(), contracts, n -> true).stream())
                .forEach(type -> add(root, type));
        request.getSelectorsByType(ClasspathRootSelector.class).stream()
                .flatMap(r ->
                        ReflectionSupport.findAllClassesInClasspathRoot(r.getClasspathRoot(), contracts, n -> true)
                                .stream())
                .forEach(type -> add(root, type));
        return root;
    }

    private static void add(TestDescriptor root, Class<?> type) {
        Group group = new Group(root.getUniqueId().append("class", type.getName()), type);
        if (root.findByUniqueId(group.getUniqueId()).isPresent()) {
            return;
        }
        root.addChild(group);
        int number = 0;
        for (DeviceContract contract : type.getAnnotationsByType(DeviceContract.class)) {
            number++;
            for (Obligation obligation : Obligation.values()) {
                String part = number + "-" + obligation.name();
                group.addChild(new Check(group.getUniqueId().append("check", part), type, contract, obligation));
            }
        }
    }

    @Override
    public void execute(ExecutionRequest request) {
        run(request, request.getRootTestDescriptor());
    }

    private static void run(ExecutionRequest request, TestDescriptor descriptor) {
        var listener = request.getEngineExecutionListener();
        listener.executionStarted(descriptor);
        TestExecutionResult result = TestExecutionResult.successful();
        if (descriptor instanceof Check check) {
            result = check.run();
        }
        descriptor.getChildren().forEach(child -> run(request, child));
        listener.executionFinished(descriptor, result);
    }

    /** A class with contracts. */
    private static final class Group extends AbstractTestDescriptor {
        Group(UniqueId id, Class<?> type) {
            super(id, type.getSimpleName(), ClassSource.from(type));
        }

        @Override
        public Type getType() {
            return Type.CONTAINER;
        }
    }

    /** One obligation of one contract. */
    private static final class Check extends AbstractTestDescriptor {
        private final DeviceContract contract;
        private final Obligation obligation;

        Check(UniqueId id, Class<?> type, DeviceContract contract, Obligation obligation) {
            super(
                    id,
                    contract.kind() + " " + String.join(" ", contract.settings()) + " " + obligation.sentence(),
                    ClassSource.from(type));
            this.contract = contract;
            this.obligation = obligation;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }

        TestExecutionResult run() {
            long seed = Long.getLong(SEED, System.nanoTime());
            try {
                obligation.check(Subject.of(contract, Integer.getInteger(STEPS, USUAL_STEPS)), seed);
                return TestExecutionResult.successful();
            } catch (AssertionError | DeviceException | RuntimeException e) {
                return TestExecutionResult.failed(new AssertionError(
                        getDisplayName() + " - is broken: " + e.getMessage() + "\nrepeat with -D" + SEED + "=" + seed,
                        e));
            }
        }
    }
}
