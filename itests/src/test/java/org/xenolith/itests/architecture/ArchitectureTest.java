// SPDX-License-Identifier: Apache-2.0
package org.xenolith.itests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which bundle may name which, and rules that hold for the classes of all. */
class ArchitectureTest {
    private static final String OURS = "org.xenolith";

    static List<String> modules() {
        return Modules.names();
    }

    private static boolean isIn(String module, String packageName) {
        return packageName.equals(module) || packageName.startsWith(module + ".");
    }

    private static DescribedPredicate<JavaClass> foreignTo(String module) {
        List<String> allowed = Modules.allowed(module);
        return describe("of the project and neither in " + module + " nor in " + allowed, type -> {
            String name = type.getBaseComponentType().getPackageName();
            return isIn(OURS, name) && !isIn(module, name) && allowed.stream().noneMatch(a -> isIn(a, name));
        });
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aBundleNamesOnlyTheBundlesItMay(String module) {
        JavaClasses classes = Modules.classes(module);
        assertTrue(classes.size() > 0, "no classes in " + module);
        noClasses().should().dependOnClassesThat(foreignTo(module)).check(classes);
    }

    @Test
    void aClassOfABundleThatMayNotBeNamedIsFound() {
        JavaClasses naming = Modules.classes("org.xenolith.testkit");
        ArchRule rule = noClasses().should().dependOnClassesThat(foreignTo("org.xenolith.core"));
        assertThrows(AssertionError.class, () -> rule.check(naming));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aBundleHasPackagesOfItsOwnNameOnly(String module) {
        classes().should().resideInAnyPackage(module, module + "..").check(Modules.classes(module));
    }

    @Test
    void theApiNamesNothingButItselfAndTheJdk() {
        noClasses()
                .should()
                .dependOnClassesThat(describe("outside the API, the JDK and annotations", type -> {
                    String name = type.getBaseComponentType().getPackageName();
                    return !isIn("org.xenolith.api", name)
                            && !isIn("java", name)
                            && !isIn("org.osgi.annotation", name)
                            && !isIn("org.jspecify.annotations", name)
                            && !type.getBaseComponentType().isPrimitive();
                }))
                .check(Modules.classes("org.xenolith.api"));
    }

    @Test
    void theApiExportsEachOfItsPackagesWithAVersion() {
        Set<String> packages = new TreeSet<>();
        Modules.classes("org.xenolith.api").forEach(type -> packages.add(type.getPackageName()));
        assertEquals(packages, exports("org.xenolith.api"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesOutsideApiEngineAndTestkitStayPrivate(String module) {
        boolean exporting = List.of("org.xenolith.api", "org.xenolith.engine", "org.xenolith.testkit")
                .contains(module);
        assertEquals(exporting, !exports(module).isEmpty(), () -> module + " exports " + exports(module));
    }

    private static Set<String> exports(String module) {
        return new TreeSet<>(Modules.bundles().exports(module));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void thereIsNoStaticMutableState(String module) {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .allowEmptyShould(true)
                .check(Modules.classes(module));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void nothingUsesUnsafe(String module) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun.misc..", "jdk.internal..")
                .check(Modules.classes(module));
    }

    /** A translator's helper, the routine that a translated block calls, is a term of its field and stays. */
    @ParameterizedTest
    @MethodSource("modules")
    void classesHaveRealNames(String module) {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(Modules.classes(module));
    }
}
