package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.rig.TestingRig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The controller's disk is full from the fault on. */
@ResourceLock(TestingRig.HERE)
class FullDiskIT {
    @TempDir
    private static Path folder;

    private static VirtualLab lab;
    private static Path disk;
    private static Path scenario;

    private String before;

    @BeforeAll
    static void raise() throws Exception {
        lab = VirtualLab.up(folder, "fulldisk");
        disk = Files.createDirectory(folder.resolve("disk"));
        scenario = lab.scenario("""
                scenario: full
                traffic: { tool: iperf3, duration: 6s, interval: 1s, to: server.eth0 }
                timeline:
                  - { at: 2s, on: client, fault: link-down, interface: wlan0 }
                expect:
                  - { survives: true }
                """);
    }

    @AfterAll
    static void remove() {
        lab.down();
    }

    @BeforeEach
    void mount() throws Exception {
        ended("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
        before = lab.states();
    }

    @AfterEach
    void unmount() throws Exception {
        ended("umount", disk.toString());
    }

    @Test
    void theHostsAreRestoredTheVerdictStandsAndTheRecordIsCompletedOnceThereIsRoom() throws Exception {
        PilabProcess.Ended run = runAndFill();

        assertThat(run.exitCode()).describedAs(run.all()).isZero();
        assertThat(run.err())
                .contains("the record cannot be written, the run continues without it for now: ")
                .contains("pilab: the journal cannot be written, the run continues without it for now: ")
                .contains("no space left on device")
                .contains("client: nothing differs")
                .contains("pilab: result.json is not stored: cannot write ")
                .contains("pilab: the record is not whole: ")
                .contains("  The hosts keep what they measured. Make room there, then: pilab run -f ");
        assertThat(run.out()).contains("verdict: PASS");
        assertThat(lab.states()).isEqualTo(before);

        PilabProcess.Ended cut = show();
        assertThat(cut.exitCode()).describedAs(cut.all()).isEqualTo(3);

        Files.delete(disk.resolve("filler"));
        PilabProcess.Ended resumed = lab.pilab("run", "--runs", disk.toString(), "--resume", "last");
        assertThat(resumed.exitCode()).describedAs(resumed.all()).isZero();
        PilabProcess.Ended show = show();
        assertThat(show.exitCode()).describedAs(show.all()).isZero();
        assertThat(show.err()).isEmpty();
        assertThat(lab.inHost("client", "ls /run/pilab/runs/" + runName() + " 2>/dev/null || :"))
                .as("what is stored is removed from the host")
                .isEmpty();
    }

    @Test
    void aHostThatIsNotRestoredIsExitCode5AndItsCure() throws Exception {
        assertThat(lab.pilab("doctor").exitCode()).as("the scripts are pushed").isZero();
        lab.inHost("client", "sed -i 's/ routes4 routes6 / /' /run/pilab/agent/*/restore.sh");

        PilabProcess.Ended run = runAndFill();

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(5);
        assertThat(run.err())
                .contains("pilab: client is not restored:")
                .contains("  Restore it with: pilab restore -f " + lab.file() + " client");
        assertThat(run.err().indexOf("client is not restored:"))
                .as("told before anything is stored")
                .isLessThan(run.err().indexOf("result.json is not stored"));

        lab.inHost("client", "rm -rf /run/pilab/agent/*");
        PilabProcess.Ended restore = lab.pilab("restore");
        assertThat(restore.exitCode()).describedAs(restore.all()).isZero();
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void aDiskWithoutRoomIsToldBeforeAnyHostIsAsked() throws Exception {
        fill();

        PilabProcess.Ended run = lab.pilab("run", "--runs", disk.toString(), scenario.toString());

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("pilab: cannot keep a run in " + disk + ": the record may take ")
                .contains("; name another folder with --runs. No host was touched.")
                .doesNotContain("connect");
    }

    private static PilabProcess.Ended show() {
        return new PilabProcess(folder).run("show", "--runs", disk.toString(), "last");
    }

    private static String runName() throws IOException {
        try (Stream<Path> all = Files.list(disk)) {
            return all.findFirst().orElseThrow().getFileName().toString();
        }
    }

    /** A run whose disk is full once the fault has happened. */
    private static PilabProcess.Ended runAndFill() throws Exception {
        PilabProcess.Running running = lab.start("run", "--runs", disk.toString(), scenario.toString());
        running.awaitOutput("link-down wlan0");
        fill();
        return running.await();
    }

    private static void fill() throws IOException {
        byte[] some = new byte[4096];
        try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            assertThat(e).hasMessage("No space left on device");
        }
    }

    private static void ended(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }
}
