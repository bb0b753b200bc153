package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A build that is killed, at any stage: nothing looks installed, and the next start does the work. */
class BuildKilledTest {
    @TempDir
    Path work;

    private TestingBuildHost host;

    private TestingBuildHost host(Shell shell) {
        host = TestingBuildHost.with(shell, work);
        return host;
    }

    @AfterEach
    void noProcessStays() {
        if (host != null) {
            host.close();
        }
    }

    static Stream<Arguments> stages() {
        return Stream.of(Shell.values())
                .flatMap(shell -> Stream.of("fetch", "unpack", "configure", "compile", "install", "place", "rename")
                        .map(stage -> Arguments.of(shell, stage)));
    }

    private String[] source(String stage) {
        if (stage.equals("fetch")) {
            return new String[] {"git", host.source().toString(), "3.21", host.repository()};
        }
        Path tarball = host.tarball();
        return new String[] {"tarball", tarball.toString(), TestingBuildHost.sha256(tarball)};
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        Await.until("the process is killed", () -> !ScriptRunner.runs(pid));
    }

    /** What the build's own name for the stage is. */
    private static String reported(String stage) {
        return stage.equals("place") || stage.equals("rename") ? "install" : stage;
    }

    @ParameterizedTest
    @MethodSource("stages")
    void theShellIsKilledAndTheNextStartEndsWhatItLeftAndBuilds(Shell shell, String stage) {
        host(shell);
        String[] source = source(stage);
        host.blockAt(stage);
        host.start(source).answer();
        long orphan = host.blocked();
        kill(host.leader());
        Map<String, Object> died = host.status();
        assertThat(died).containsEntry("state", "died").containsEntry("stage", reported(stage));
        assertThat((String) died.get("reason"))
                .matches("the build ended without a word: it was killed \\(.* MB free on .*\\);"
                        + " starting it again begins anew");
        assertThat(host.processes())
                .as("what it had started goes on")
                .extracting(ProcessHandle::pid)
                .contains(orphan);
        assertThat(host.runner().run("facts.sh", "collect").stdout())
                .doesNotContain(host.root().toString());

        host.blockNowhere();
        assertThat(host.start(source).answer()).containsEntry("changed", true);
        assertThat(host.processes()).extracting(ProcessHandle::pid).doesNotContain(orphan);
        assertThat(host.ended()).containsEntry("state", "done");
        assertThat(host.root().resolve("opt").toFile().list()).containsExactlyInAnyOrder("README", "iperf3-3.21");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void theToolIsKilledAndTheBuildSaysSo(Shell shell, String stage) {
        host(shell);
        String[] source = source(stage);
        host.blockAt(stage);
        host.start(source).answer();
        kill(host.blocked());
        Map<String, Object> failed = host.ended();
        assertThat(failed).containsEntry("state", "failed").containsEntry("stage", reported(stage));
        assertThat((String) failed.get("reason"))
                .startsWith(reported(stage) + " failed: ")
                .contains(" was killed by signal 9, as when memory runs out");
        assertThat(host.runner().run("facts.sh", "collect").stdout())
                .doesNotContain(host.root().toString());
        host.blockNowhere();
        host.start(source).answer();
        assertThat(host.ended()).containsEntry("state", "done");
        assertThat(host.root().resolve("opt").toFile().list()).containsExactlyInAnyOrder("README", "iperf3-3.21");
    }

    @ParameterizedTest
    @EnumSource
    void aBuildFromBeforeARestartIsNotMistakenForAProcessOfNow(Shell shell) throws IOException {
        host(shell);
        host.blockAt("compile");
        host.start(host.tarball()).answer();
        host.blocked();
        Path pid = host.folder().resolve("pid");
        String record = TestingBuildHost.text(pid);
        Files.writeString(pid, record.substring(0, record.lastIndexOf(' ')) + " another-boot\n");
        assertThat(host.status()).containsEntry("state", "died");
        assertThat((String) host.status().get("reason")).contains(": the host was restarted meanwhile (");
    }
}
