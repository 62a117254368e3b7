// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestInstancePreDestroyCallback;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.osgi.framework.BundleContext;

/**
 * What {@link InContainer} adds to Jupiter: starts and stops the framework, and makes each method of the test class run
 * on the class that the probe bundle loads.
 */
final class ContainerExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                ParameterResolver,
                InvocationInterceptor,
                TestInstancePreDestroyCallback {
    private static final Namespace NAMESPACE = Namespace.create(ContainerExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (context.getStore(NAMESPACE).get(InnerTests.class) != null) {
            return; // a nested class: it shares the framework of its outermost class
        }
        Class<?> test = context.getRequiredTestClass();
        InContainer wanted = AnnotationSupport.findAnnotation(test, InContainer.class)
                .orElseThrow(() -> new IllegalStateException("no @InContainer on " + test));
        Container container = Container.start(test, wanted);
        context.getStore(NAMESPACE).put(InnerTests.class, new InnerTests(container));
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        InnerTests tests = context.getStore(NAMESPACE).get(InnerTests.class, InnerTests.class);
        if (tests == null || tests.container().test() != context.getRequiredTestClass()) {
            return;
        }
        context.getStore(NAMESPACE).remove(InnerTests.class);
        List<String> left = tests.container().stop();
        if (!left.isEmpty()) {
            throw new AssertionFailedError(
                    context.getRequiredTestClass().getName() + " left behind: " + String.join("; ", left));
        }
    }

    @Override
    public void preDestroyTestInstance(ExtensionContext context) {
        InnerTests tests = context.getStore(NAMESPACE).get(InnerTests.class, InnerTests.class);
        if (tests != null) {
            TestInstancePreDestroyCallback.preDestroyTestInstances(context, tests::forget);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BundleContext.class || parameter.isAnnotated(Service.class);
    }

    /** Nothing yet: what the parameter gets exists only inside the framework, and is put in there. */
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return null;
    }

    private static @Nullable Object inside(
            Invocation<?> skipped, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        InnerTests tests = context.getStore(NAMESPACE).get(InnerTests.class, InnerTests.class);
        if (tests == null) {
            throw new IllegalStateException("the framework for " + call.getTargetClass() + " is not running");
        }
        skipped.skip();
        return tests.invoke(call.getExecutable(), call.getArguments(), context.getTestInstances());
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        inside(invocation, call, context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        inside(invocation, call, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        inside(invocation, call, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        inside(invocation, call, context);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the method's own result, of the type that Jupiter asked for
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        return (T) inside(invocation, call, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        inside(invocation, call, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        inside(invocation, call, context);
    }
}
