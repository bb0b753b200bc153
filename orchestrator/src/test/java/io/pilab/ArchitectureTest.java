package io.pilab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the table of docs/architecture.md against the code: each package knows what its row says, no less and no more. */
class ArchitectureTest {
    private static final Path DOCUMENT = Path.of("../docs/architecture.md");
    private static final String ROOT = "io.pilab.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pilab");
    private static final Map<String, JavaClass> SEALED = sealed();

    private static final List<Row> TABLE = table();

    /** A row of the table: a package, the packages that it knows, and what it reaches outside of pilab. */
    private record Row(String name, Set<String> knows, Set<String> reaches) {}

    /** What a package can reach outside of pilab, and how that is seen. */
    private static final Map<String, Predicate<JavaClass>> OUTSIDE = Map.ofEntries(
            Map.entry("json", uses("com.fasterxml.jackson")),
            Map.entry("yaml", uses("org.yaml.snakeyaml")),
            Map.entry("ssh", uses("net.schmizz", "com.hierynomus")),
            Map.entry("cryptography", uses("org.bouncycastle")),
            Map.entry("logging", uses("org.slf4j")),
            Map.entry("picocli", uses("picocli")),
            Map.entry("archives", uses("org.apache.commons.compress")),
            Map.entry("numbers", uses("org.apache.commons.statistics")),
            Map.entry(
                    "clock",
                    calls(
                            "(System\\.(currentTimeMillis|nanoTime)|Thread\\.sleep|(Instant|ZonedDateTime|OffsetDateTime|LocalDateTime)\\.now"
                                    + "|InstantSource\\.system|Clock\\.system.*)")),
            Map.entry("environment", calls("System\\.(getenv|getProperty|console)")),
            Map.entry(
                    "files",
                    uses(
                            "java.nio.file.Files",
                            "java.nio.file.FileSystems",
                            "java.nio.channels.FileChannel",
                            "java.io.File",
                            "java.io.RandomAccessFile",
                            "java.io.FileInputStream",
                            "java.io.FileOutputStream")),
            Map.entry(
                    "network",
                    uses(
                            "java.net.Socket",
                            "java.net.ServerSocket",
                            "java.net.http",
                            "java.net.URLConnection",
                            "java.net.InetAddress",
                            "java.nio.channels.SocketChannel",
                            "javax.net")),
            Map.entry(
                    "processes",
                    uses(
                            "java.lang.ProcessBuilder",
                            "java.lang.Process",
                            "java.lang.ProcessHandle",
                            "java.lang.Runtime")));

    private static Predicate<JavaClass> uses(String... names) {
        return c -> c.getDirectDependenciesFromSelf().stream()
                .map(d -> d.getTargetClass().getBaseComponentType().getName())
                .anyMatch(target -> Stream.of(names)
                        .anyMatch(n -> target.equals(n) || target.startsWith(n + ".") || target.startsWith(n + "$")));
    }

    private static Predicate<JavaClass> calls(String methods) {
        Pattern pattern = Pattern.compile(methods);
        return c -> c.getAccessesFromSelf().stream()
                .map(a ->
                        a.getTargetOwner().getSimpleName() + "." + a.getTarget().getName())
                .anyMatch(pattern.asMatchPredicate());
    }

    private static List<Row> table() {
        try {
            return Files.readAllLines(DOCUMENT).stream()
                    .map(line -> line.split(" *\\| *", -1))
                    .filter(cells -> cells.length == 7 && cells[2].matches("`[a-z0-9.]+`"))
                    .map(cells -> new Row(words(cells[2]).iterator().next(), words(cells[4]), words(cells[5])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> words(String cell) {
        return Pattern.compile("[a-z0-9.]+")
                .matcher(cell)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyPackageHasItsRow() {
        assertThat(TABLE.stream().map(Row::name))
                .containsExactlyInAnyOrderElementsOf(
                        CLASSES.stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet()));
    }

    @TestFactory
    Stream<DynamicTest> aPackageKnowsWhatItsRowSays() {
        return TABLE.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.name(),
                        () -> assertThat(known(row.name()))
                                .as("what %s knows", row.name())
                                .isEqualTo(row.knows())));
    }

    @TestFactory
    Stream<DynamicTest> aPackageReachesOutsideWhatItsRowSays() {
        return TABLE.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.name(),
                        () -> assertThat(reached(row.name()))
                                .as("what %s reaches", row.name())
                                .isEqualTo(row.reaches())));
    }

    /** So there is no cycle either. */
    @Test
    void dependenciesOnlyPointDown() {
        List<String> order = TABLE.stream().map(Row::name).toList();
        List<String> upwards = new ArrayList<>();
        TABLE.forEach(row -> row.knows().stream()
                .filter(known -> order.indexOf(known) < order.indexOf(row.name()))
                .forEach(known -> upwards.add(row.name() + " knows " + known)));
        assertThat(upwards).isEmpty();
    }

    /** A sealed type and those that it permits count as one: it names them, and they implement it. */
    @Test
    void classesFormNoCycle() {
        Map<String, Set<String>> graph = new TreeMap<>();
        CLASSES.forEach(c -> c.getDirectDependenciesFromSelf().stream()
                .map(d -> d.getTargetClass().getBaseComponentType())
                .filter(target -> target.getPackageName().startsWith(ROOT))
                .map(ArchitectureTest::family)
                .filter(target -> !target.equals(family(c)))
                .forEach(target ->
                        graph.computeIfAbsent(family(c), any -> new TreeSet<>()).add(target)));
        Map<String, Set<String>> reached = new TreeMap<>();
        graph.keySet().forEach(name -> reached.put(name, reachable(graph, name)));
        Set<String> inCycles = graph.keySet().stream()
                .filter(name -> reached.get(name).contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        List<Set<String>> cycles = inCycles.stream()
                .map(name -> reached.get(name).stream()
                        .filter(other ->
                                inCycles.contains(other) && reached.get(other).contains(name))
                        .collect(Collectors.toSet()))
                .distinct()
                .toList();
        assertThat(cycles).isEmpty();
    }

    private static Set<String> reachable(Map<String, Set<String>> graph, String from) {
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(graph.getOrDefault(from, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                open.addAll(graph.getOrDefault(next, Set.of()));
            }
        }
        return seen;
    }

    /** The top-level class that a class is in, or the sealed one that permits it. */
    private static String family(JavaClass c) {
        JavaClass top = c;
        while (top.getEnclosingClass().isPresent()) {
            top = top.getEnclosingClass().get();
        }
        JavaClass parent = SEALED.get(top.getName());
        return parent == null ? top.getName() : family(parent);
    }

    /** The sealed class that permits a class, by the name of that. */
    private static Map<String, JavaClass> sealed() {
        Map<String, JavaClass> parents = new HashMap<>();
        CLASSES.forEach(parent -> permits(parent).forEach(name -> parents.put(name, parent)));
        return parents;
    }

    private static Set<String> permits(JavaClass c) {
        try {
            Class<?>[] permitted = Class.forName(c.getName(), false, ArchitectureTest.class.getClassLoader())
                    .getPermittedSubclasses();
            return permitted == null
                    ? Set.of()
                    : Arrays.stream(permitted).map(Class::getName).collect(Collectors.toSet());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void onlyMainEndsTheJvm() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + "cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    /** What the process was started with is read in one place, and handed down from there. */
    @Test
    void onlyOneClassReadsTheEnvironment() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + "cli.Environment")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }

    /** The verbs of the agent scripts have one home: a method with names and units for the arguments. */
    @Test
    void onlyTheClassesOfTheScriptsMakeTheirCalls() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "agent")
                .should()
                .callConstructor(AgentCommand.class, AgentScript.class, String.class, List.class)
                .check(CLASSES);
    }

    @Test
    void noClassIsNamedForNothing() {
        for (String name : Arrays.asList("Util", "Utils", "Helper", "Manager", "Impl")) {
            classes().should().haveSimpleNameNotEndingWith(name).check(CLASSES);
        }
    }

    /** But for what an event tells of, which is called as the thing itself. */
    @Test
    void noSimpleNameHasTwoHomes() {
        Map<String, Long> homes = CLASSES.stream()
                .filter(c -> !c.getName().startsWith(ROOT + "record.Event$"))
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.isEmpty() && !name.equals("Builder"))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        homes.values().removeIf(count -> count == 1);
        assertThat(homes.keySet()).isEmpty();
    }

    private static Set<String> known(String name) {
        return in(name).flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .map(d -> d.getTargetClass().getBaseComponentType())
                .filter(target -> target.getPackageName().startsWith(ROOT))
                .map(ArchitectureTest::packageOf)
                .filter(target -> !target.equals(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> reached(String name) {
        return OUTSIDE.entrySet().stream()
                .filter(outside -> in(name).anyMatch(outside.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JavaClass> in(String name) {
        return CLASSES.stream().filter(c -> packageOf(c).equals(name));
    }

    private static String packageOf(JavaClass c) {
        return c.getPackageName().substring(ROOT.length());
    }
}
