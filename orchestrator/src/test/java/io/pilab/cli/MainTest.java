package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every command line has in common. */
class MainTest {
    private static final Path EXAMPLE = Path.of("..", "lab.yaml.example");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rnu x.yaml -f lab.yaml | there is no command 'rnu'; did you mean 'pilab run'? | pilab",
                "rnu | there is no command 'rnu'; did you mean 'pilab run'? | pilab",
                "-f lab.yaml rnu | there is no command 'rnu'; did you mean 'pilab run'? | pilab",
                "rig -f lab.yaml lst | there is no command 'lst'; did you mean 'pilab rig list'? | pilab rig",
                "help rnu | there is no command 'rnu'; did you mean 'pilab run'? | pilab",
                "xyzzy | there is no command 'xyzzy' | pilab",
                "run --repaet 5 | Unknown option: '--repaet'; did you mean --repeat or --resume? | pilab run",
                "run | Missing required parameter: 'SCENARIO' | pilab run",
                "show | Missing required parameter: 'RUN' | pilab show",
            })
    void anErrorOfUsageEndsWithTheError(String line, String message, String command) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString())
                .isEqualTo("pilab: " + message + "\n  All options, with examples: " + command + " --help\n");
    }

    @ParameterizedTest
    @CsvSource({"'',validate", "'',validate --color=never", "--quiet,validate", "'--format text',validate"})
    void theOptionsThatAllHaveMayStandBeforeTheCommand(String before, String command) {
        String line = (before + " -f " + EXAMPLE + " " + command).strip();
        assertThat(run(line.split(" "))).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whatIsRunInARigKeepsItsOwnOptions() {
        assertThat(Arguments.ordered(
                        new PilabCommand().commandLine(), "-f", "a", "rig", "exec", "--on", "b", "ls", "-f"))
                .containsExactly("rig", "exec", "-f", "a", "--on", "b", "ls", "-f");
    }

    @Test
    void helpAndVersionAreCommandsAsWell() {
        assertThat(run("help", "run")).isZero();
        assertThat(out.toString()).startsWith("Usage: pilab run ").contains("Examples:");
        assertThat(run("version")).isZero();
        assertThat(out.toString()).contains("\npilab 0.");
    }

    @Test
    void errorsAreJsonWhereThatIsAskedFor() throws Exception {
        assertThat(run("--format=json", "run", "--nix")).isEqualTo(ExitCode.INVALID);
        assertThat(out.toString())
                .isEqualTo("{\"kind\":\"error\",\"exit_code\":2,\"message\":\"Unknown option: '--nix'"
                        + "\\n  All options, with examples: pilab run --help\"}\n");
        out.getBuffer().setLength(0);
        Path lab = Files.writeString(folder.resolve("lab.yaml"), "lab: x y\nhost: {}\n");
        assertThat(run("plan", "-f", lab.toString(), "--format", "json")).isEqualTo(ExitCode.INVALID);
        assertThat(out.toString())
                .startsWith("{\"kind\":\"error\",\"exit_code\":2,\"message\":\"2 problems\",\"problems\":[\"" + lab
                        + ":1:6: ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFileInThePlaceOfTheOtherKindIsRecognised() throws Exception {
        Path scenario = Path.of("..", "scenarios", "wlan0-down.yaml");
        assertThat(run("plan", "-f", scenario.toString())).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("this is a scenario, not a lab file; -f takes the lab file");
        err.getBuffer().setLength(0);
        Path nowhere = folder.resolve("lab.yaml");
        assertThat(run("run", EXAMPLE.toString(), "-f", nowhere.toString())).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString())
                .contains("this is a lab file, not a scenario; name the lab with -f: pilab run -f " + EXAMPLE
                        + " SCENARIO");
    }

    @Test
    void aScenarioThatComesWithPilabGoesByItsName() {
        assertThat(run("run", "rate-limit", "--dry-run", "-f", EXAMPLE.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).startsWith("scenario rate-limit, ");
        assertThat(run("run", "wlan0-dwon", "-f", EXAMPLE.toString())).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString())
                .isEqualTo("wlan0-dwon: there is no such file; name a file, or one that comes with pilab;"
                        + " did you mean 'wlan0-down'?\n");
    }

    private int run(String... words) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), words);
    }
}
