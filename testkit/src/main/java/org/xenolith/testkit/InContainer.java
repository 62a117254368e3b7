// SPDX-License-Identifier: Apache-2.0
package org.xenolith.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a Jupiter class inside an OSGi framework.
 *
 * <p>One framework is started for the class, before its first {@code @BeforeAll} method, and stopped after its last
 * {@code @AfterAll} method. It holds Declarative Services, Configuration Admin, Log, Event Admin, Metatype and File
 * Install, the bundles of the emulator, those named in {@link #bundles()}, and a <em>probe</em> bundle made from the
 * package of the test class, whose Declarative Services annotations count. Test and life cycle methods run on the class
 * that the probe loads; Jupiter, outside, finds and reports them. Bundles are taken from the class path, jars or
 * folders of classes with a manifest, so no repository is needed.
 *
 * <p>Method parameters may be a {@code BundleContext} (the probe's) or a service, see {@link Service}. Arguments of
 * parameterized tests cross into the framework if they are types of the JDK or of Jupiter, enums or serializable.
 * Constructors take no parameters; they and field initialisers also run outside, so they belong to values only.
 *
 * <p>File Install watches the folder in the framework property {@code felix.fileinstall.dir}, every 200 ms; it is
 * empty at the start and belongs to the test.
 *
 * <p>When the class is done, services that the probe registered and kept, bundles that were installed and kept, and
 * threads that outlive the framework fail the class.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContainerExtension.class)
public @interface InContainer {
    /**
     * Whether the emulator's own bundles are installed and started.
     *
     * @return true: every bundle on the class path whose symbolic name starts with {@code org.xenolith.}, apart from
     *     the launcher and this one
     */
    boolean host() default true;

    /**
     * Further bundles to install and start.
     *
     * @return symbolic names of bundles on the class path; a {@code *} at the end stands for any rest
     */
    String[] bundles() default {};

    /**
     * Further packages of the test class's class path root to put into the probe.
     *
     * @return package names; subpackages are included, as they are for the package of the test class
     */
    String[] packages() default {};

    /**
     * Properties the framework is launched with.
     *
     * @return entries of the form {@code name=value}
     */
    String[] properties() default {};

    /**
     * Configurations that are in Configuration Admin before the emulator's bundles start.
     *
     * @return the configurations
     */
    Configuration[] configurations() default {};
}
