package io.pilab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Pins which package may know which, as docs/architecture.md has it. */
class ArchitectureTest {
    private static final String ROOT = "io.pilab.";

    /** By package, the packages that it may know besides itself and the JDK. */
    private static final Map<String, Set<String>> MAY_KNOW = mayKnow();

    private static final Set<String> PURE =
            Set.of("model", "agent", "fault", "traffic", "scenario", "plan", "record", "spool", "analysis", "doctor");

    /** What of java.io and java.nio.file neither opens nor closes anything. */
    private static final Set<String> VALUES = Set.of(
            "java.io.Serializable",
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.ByteArrayOutputStream",
            "java.nio.file.Path");

    private static final Set<String> CLOCKS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pilab");

    private static Map<String, Set<String>> mayKnow() {
        Map<String, Set<String>> table = new TreeMap<>();
        table.put("model", Set.of());
        table.put("agent", Set.of("model"));
        table.put("fault", Set.of("model", "agent"));
        table.put("record", Set.of("model"));
        table.put("traffic", Set.of("model", "agent", "record"));
        table.put("scenario", Set.of("model", "fault", "traffic"));
        table.put("config", Set.of("model", "agent", "fault", "traffic", "scenario"));
        table.put("plan", Set.of("model", "agent", "fault", "traffic", "scenario", "record"));
        table.put("spool", Set.of("model", "fault", "traffic", "scenario", "record"));
        table.put("remote", Set.of("model", "agent"));
        table.put("provision", Set.of("model", "agent", "plan", "record", "remote"));
        table.put("store", Set.of("model", "agent", "fault", "traffic", "scenario", "plan", "record"));
        table.put("analysis", Set.of("model", "fault", "traffic", "scenario", "record"));
        table.put("report", Set.of("model", "fault", "traffic", "scenario", "record", "analysis"));
        table.put("doctor", Set.of("model", "fault", "scenario", "record"));
        table.put("rig", Set.of("model", "config"));
        table.put("web", Set.of("store", "report", "record"));
        table.put("run", union(table, "provision", "store", Set.of("provision", "store", "spool", "remote", "doctor")));
        return table;
    }

    private static Set<String> union(Map<String, Set<String>> table, String one, String other, Set<String> more) {
        Set<String> all = new TreeSet<>(more);
        all.addAll(table.get(one));
        all.addAll(table.get(other));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> packagesKnowOnlyWhatTheyMay() {
        return MAY_KNOW.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> noClasses()
                                .that()
                                .resideInAPackage(ROOT + entry.getKey() + "..")
                                .should()
                                .dependOnClassesThat(ofPilabExcept(entry.getKey(), entry.getValue()))
                                .allowEmptyShould(true)
                                .check(CLASSES)));
    }

    @Test
    void everyPackageIsInTheTable() {
        Set<String> packages = new TreeSet<>();
        CLASSES.forEach(c -> packages.add(topPackage(c)));
        packages.remove("cli");

        assertThat(MAY_KNOW.keySet()).containsAll(packages);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + "(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void purePackagesOpenNothing() {
        noClasses()
                .that(arePure())
                .should()
                .dependOnClassesThat(describe(
                        "open files or sockets",
                        c -> Stream.of("java.io", "java.nio", "java.net").anyMatch(p -> isIn(c, p))
                                && !c.getPackageName().equals("java.nio.charset")
                                && !VALUES.contains(c.getBaseComponentType().getName())))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void purePackagesReadNoClock() {
        noClasses()
                .that(arePure())
                .should()
                .callMethodWhere(describe("a clock is read", ArchitectureTest::readsClock))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheAdapterKnowsSshj() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "remote.sshj..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.schmizz..", "com.hierynomus..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineKnowsPicocliAndEndsTheJvm() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + "cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void noClassIsNamedForNothing() {
        for (String name : Arrays.asList("Util", "Utils", "Helper", "Manager", "Impl")) {
            classes().should().haveSimpleNameNotEndingWith(name).check(CLASSES);
        }
    }

    private static DescribedPredicate<JavaClass> ofPilabExcept(String own, Set<String> allowed) {
        return describe(
                "are of pilab and not in " + new TreeSet<>(allowed),
                c -> isIn(c, "io.pilab") && !topPackage(c).equals(own) && !allowed.contains(topPackage(c)));
    }

    private static DescribedPredicate<JavaClass> arePure() {
        return describe("are in a pure package", c -> isIn(c, "io.pilab") && PURE.contains(topPackage(c)));
    }

    private static boolean readsClock(JavaAccess<?> call) {
        return CLOCKS.contains(
                call.getTargetOwner().getName() + "." + call.getTarget().getName());
    }

    private static boolean isIn(JavaClass c, String packageName) {
        String actual = c.getBaseComponentType().getPackageName();
        return actual.equals(packageName) || actual.startsWith(packageName + ".");
    }

    private static String topPackage(JavaClass c) {
        String name = c.getBaseComponentType().getPackageName();
        return name.length() <= ROOT.length()
                ? ""
                : name.substring(ROOT.length()).split("\\.")[0];
    }
}
