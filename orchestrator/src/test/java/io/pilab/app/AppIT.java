package io.pilab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.TestingLabs;
import io.pilab.config.LabFile;
import io.pilab.rig.TestingRig;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the command line can do, done without it: {@link AppDriver} knows no flag, no terminal and no exit code. */
@ResourceLock(TestingRig.HERE)
class AppIT {
    private static final String SCENARIO = """
            scenario: wlan0-down
            traffic: { tool: iperf3, duration: 4s, interval: 500ms, to: server.eth0 }
            arms: [mptcp, tcp]
            timeline: [ { at: 1s, on: client, fault: link-down, interface: wlan0 } ]
            expect: [ { survives: true, arm: mptcp } ]
            """;

    @TempDir
    private static Path folder;

    private static TestingRig rig;

    @BeforeAll
    static void raise() throws IOException {
        Path file = Files.writeString(
                folder.resolve("lab.yaml"), TestingLabs.blogDemoText(TestingRig.name("app"), "50mbit"));
        Files.writeString(folder.resolve("scenario.yaml"), SCENARIO);
        rig = TestingRig.up(LabFile.load(file, Map.of()));
    }

    @AfterAll
    static void remove() {
        rig.close();
    }

    @Test
    void aRunIsHeardAndJudged() throws Exception {
        assertThat(driven("run"))
                .contains(
                        "heard [connect, preflight, provision, trial 1/2, snapshot, arm, collect, restore, ended 1,"
                                + " trial 2/2, snapshot, arm, collect, restore, ended 2, not restored: []]",
                        "interrupted false",
                        "not restored []",
                        "remarks []",
                        "outcome Optional[PASS]");
    }

    @Test
    void aRunThatIsCancelledPutsItsHostsBack() throws Exception {
        assertThat(driven("cancelled"))
                .contains("interrupted true", "not restored []", "outcome Optional[BROKEN]")
                .anyMatch(line -> line.endsWith("ended 1, not restored: []]"));
        assertThat(driven("restore")).allMatch(line -> line.contains("RESTORED"));
    }

    @Test
    void aRunWhoseProcessIsGoneIsFinishedByAnother() throws Exception {
        driven("killed");

        assertThat(driven("resume"))
                .contains("interrupted false", "not restored []", "outcome Optional[PASS]")
                .anyMatch(line -> line.startsWith("heard [trial 1/2, ") && line.contains("ended 2"));
    }

    @Test
    void aResumeThatIsCancelledBeginsNoOtherTrial() throws Exception {
        driven("killed");

        assertThat(driven("resume-cancelled"))
                .contains("interrupted true", "not restored []")
                .anyMatch(line -> line.startsWith("heard [trial 1/2, ") && !line.contains("trial 2/2"));
        assertThat(driven("resume")).contains("interrupted false", "not restored []");
    }

    @Test
    void hostsAreDiagnosedConfiguredAndReset() throws Exception {
        assertThat(driven("diagnose")).containsExactly("client failed: false", "server failed: false");
        assertThat(driven("apply"))
                .allMatch(line -> line.contains(" failed: Optional.empty ") && line.contains("+ endpoint 172.31.0."));
        assertThat(driven("apply")).allMatch(line -> line.endsWith("[]"));
        assertThat(driven("reset")).allMatch(line -> line.contains("- endpoint 172.31.0."));
    }

    /** The built jar, and this test's own classes. */
    private static String classPath() throws URISyntaxException {
        Path own = Path.of(AppDriver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Path.of("target/pilab.jar").toAbsolutePath() + File.pathSeparator + own;
    }

    private static List<String> driven(String what) throws Exception {
        Path said = folder.resolve(what + ".txt");
        ProcessBuilder process = new ProcessBuilder(rig.atController(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        classPath(),
                        AppDriver.class.getName(),
                        folder.toString(),
                        what))
                .redirectError(folder.resolve(what + ".err").toFile())
                .redirectOutput(said.toFile());
        process.environment().put("PILAB_SSH_IDENTITY", rig.rig.identity().toString());
        process.environment().put("PILAB_SSH_KNOWN_HOSTS", rig.rig.knownHosts().toString());
        process.environment().put("PILAB_SSH_CONFIG", "none");
        int code = process.start().waitFor();
        assertThat(code)
                .as(Files.readString(folder.resolve(what + ".err"), StandardCharsets.UTF_8))
                .isEqualTo(what.equals("killed") ? 9 : 0);
        return Files.readAllLines(said);
    }
}
