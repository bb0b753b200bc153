package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a file: it loads, or its problems have places; nothing else is thrown. */
class DamagedFilesTest {
    private static final int VARIANTS = 150;
    private static final String CHARACTERS = "{}[]:,-#&*!|>'\"%@`~?\t\n 0a.\u0007\u00e4";

    static Stream<Path> goodFiles() {
        return Stream.concat(Stream.of(Fixtures.example(), Fixtures.demo()), Fixtures.in("good").stream());
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void damageIsAlwaysLocated(Path file) {
        Random random = new Random(20260101);
        String text = Fixtures.text(file);
        int refused = 0;
        for (int i = 0; i < VARIANTS; i++) {
            String damaged = damage(text, random);
            List<Problem> problems = problems(file, damaged);
            refused += problems.isEmpty() ? 0 : 1;
            assertThat(problems).as(damaged).allSatisfy(problem -> {
                assertThat(problem.line()).isBetween(1, damaged.split("\n", -1).length);
                assertThat(problem.column()).isPositive();
                assertThat(problem.message()).isNotBlank().doesNotContain("\n");
            });
        }
        assertThat(refused).isBetween(VARIANTS / 4, VARIANTS);
    }

    @Test
    void aWordOfTheFileReachesNoTerminalAsAControlSequence() {
        assertThat(problems(Path.of("lab.yaml"), "lab: \"\\e[2Jx\"\n\"\\e[1mhosts\": {}\n"))
                .extracting(Problem::toString)
                .containsExactly(
                        "lab.yaml:1:1: missing key 'hosts'; add it, as in `hosts: { client: { role: client, ... } }`",
                        "lab.yaml:1:6: lab: expects a name of at most 32 letters, digits, dots, dashes and"
                                + " underscores, found '?[2Jx'",
                        "lab.yaml:2:1: unknown key '?[1mhosts'; allowed: lab, ssh, iperf3, mptcp, hosts, pairs, rig");
    }

    @Test
    void thousandsOfEntriesAreRefusedAtOnce() {
        String head = "scenario: x\ntraffic: { tool: iperf3, duration: 10s }\ntimeline:\n";
        String fault = "  - { at: 3s, on: client, fault: command, run: 'true', undo: 'true' }\n";
        assertThat(problems(Path.of("scenario.yaml"), head + fault.repeat(12_000)))
                .extracting(Problem::toString)
                .contains("scenario.yaml:1004:5: timeline: entry 1001 of 12000; 1000 are the most, split the file");
        String flap =
                "  - { at: 3s, on: client, fault: link-flap, interface: wlan0, down: 10ms, up: 10ms, count: 100 }\n";
        assertThat(problems(Path.of("scenario.yaml"), head + flap.repeat(90)))
                .extracting(Problem::toString)
                .contains("scenario.yaml:4:3: timeline: 9000 faults, counted with their repetitions;"
                        + " 1000 are the most, lower `count` or split the scenario");
        String keys = Stream.iterate(0, i -> i + 1)
                .limit(2000)
                .map(i -> "k" + i + ": 1\n")
                .reduce("", String::concat);
        assertThat(problems(Path.of("lab.yaml"), keys))
                .extracting(Problem::toString)
                .contains("lab.yaml:1001:1: entry 1001 of 2000; 1000 are the most, split the file");
    }

    @Test
    void aLongWordIsNotRepeatedInFull() {
        assertThat(problems(Path.of("lab.yaml"), "lab: " + "x".repeat(100_000) + "\nhosts: " + "y".repeat(100_000)))
                .allSatisfy(problem -> assertThat(problem.message()).hasSizeLessThan(200))
                .extracting(Problem::path)
                .containsExactly("lab", "hosts");
    }

    private static List<Problem> problems(Path file, String text) {
        try {
            if (Fixtures.isLab(file)) {
                LabFile.parse("lab.yaml", text);
            } else {
                ScenarioFile.parse("scenario.yaml", text);
            }
            return List.of();
        } catch (InvalidFileException e) {
            return e.problems();
        }
    }

    /** One to three of: a character replaced, one inserted, a line removed, a line doubled, two lines swapped. */
    private static String damage(String text, Random random) {
        String damaged = text;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            damaged = random.nextInt(5) < 2 ? character(damaged, random) : line(damaged, random);
        }
        return damaged;
    }

    private static String character(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
        return text.substring(0, at) + other + text.substring(Math.min(text.length(), at + random.nextInt(2)));
    }

    private static String line(String text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int at = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(at));
            default -> lines.add(random.nextInt(lines.size()), lines.remove(at));
        }
        return String.join("\n", lines);
    }
}
