package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private static final String EXAMPLE = "../lab.yaml.example";
    private static final String DEMO = "../scenarios/wlan0-down.yaml";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void validFilesAreNamedWithWhatTheyHold() {
        assertThat(validate(EXAMPLE, DEMO)).isZero();
        assertThat(out)
                .hasToString(EXAMPLE + ": valid (lab blog-demo: 2 hosts, 1 pair)\n" + DEMO
                        + ": valid (scenario wlan0-down: 1 fault, 2 arms, 2 trials)\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void withoutAFileItIsTheLab() {
        assertThat(validate("-f", EXAMPLE)).isZero();
        assertThat(out).hasToString(EXAMPLE + ": valid (lab blog-demo: 2 hosts, 1 pair)\n");
    }

    @Test
    void theTarballThatALabNamesIsLookedFor() throws IOException {
        Path lab = Files.writeString(
                folder.resolve("lab.yaml"),
                Files.readString(Path.of(EXAMPLE))
                        .replace("  source: auto ", "  tarball: iperf.tar.gz\n  source: auto "));
        assertThat(validate(lab.toString())).isEqualTo(2);
        assertThat(err)
                .hasToString(lab + ": iperf3.tarball: there is no file " + folder.resolve("iperf.tar.gz")
                        + "; correct the path, or see docs/provisioning.md\n");

        Files.writeString(folder.resolve("iperf.tar.gz"), "x");
        assertThat(validate(lab.toString())).isZero();
    }

    @Test
    void theLabThatIsNotThereComesWithItsCure() {
        assertThat(validate()).isEqualTo(2);
        assertThat(err)
                .hasToString("lab.yaml: there is no such file; copy lab.yaml.example to lab.yaml,"
                        + " or name yours with -f, as in `pilab validate -f FILE`\n");
    }

    @Test
    void everyProblemOfEveryFileIsPrinted() throws IOException {
        Path lab = write("lab.yaml", "lab: x\nhost: {}\n");
        Path other = write("other.yaml", "scenario: 5\ntraffic: { tool: iperf3, duration: 10s }\n");
        assertThat(validate(lab.toString(), EXAMPLE, other.toString(), "nowhere.yaml"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "nowhere.yaml: there is no such file; check the path",
                        lab + ":2:1: unknown key 'host'; did you mean 'hosts'?",
                        other + ":1:11: scenario: expects text, found the number 5; put it in quotes: \"5\"");
        assertThat(out).hasToString(EXAMPLE + ": valid (lab blog-demo: 2 hosts, 1 pair)\n");
    }

    @Test
    void aScenarioIsCheckedAgainstTheLab() throws IOException {
        Path scenario =
                write("s.yaml", Files.readString(Path.of(DEMO)).replace("interface: wlan0", "interface: wlan1"));
        String problem = scenario
                + ":15:56: timeline[0].interface: no client of the lab blog-demo has an interface 'wlan1';"
                + " did you mean 'wlan0'?\n";
        assertThat(validate(scenario.toString())).isZero();
        assertThat(validate("-f", EXAMPLE, scenario.toString())).isEqualTo(2);
        assertThat(validate(scenario.toString(), EXAMPLE)).isEqualTo(2);
        assertThat(err).hasToString(problem + problem);
    }

    @Test
    void aLabThatWasAskedForHasToBeThere() {
        assertThat(validate("-f", "nowhere.yaml", DEMO)).isEqualTo(2);
        assertThat(err.toString()).startsWith("nowhere.yaml: there is no such file; copy lab.yaml.example");
    }

    @Test
    void jsonIsOneObject() throws IOException {
        Path lab = write("lab.yaml", "lab: x\n");
        assertThat(validate("--format", "json", EXAMPLE)).isZero();
        assertThat(validate("--format", "json", lab.toString())).isEqualTo(2);
        assertThat(out.toString().lines())
                .containsExactly(
                        "{\"valid\":true,\"problems\":[]}",
                        "{\"valid\":false,\"problems\":[{\"file\":\"" + lab
                                + "\",\"line\":1,\"column\":1,\"path\":\"\",\"message\":"
                                + "\"missing key 'hosts'; add it, as in `hosts: { client: { role: client, ... } }`\"}]}");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void quietSaysOnlyWhatIsWrong() {
        assertThat(validate("-q", EXAMPLE)).isZero();
        assertThat(out.toString() + err).isEmpty();
    }

    @Test
    void helpHasAnExample() {
        assertThat(validate("--help")).isZero();
        assertThat(out.toString()).contains("pilab validate lab.yaml scenarios/wlan0-down.yaml");
    }

    private int validate(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "validate";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), line);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
