package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a build: started once, joined, done or stopped; what it was made from is checked before it is used. */
class BuildScriptTest {
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

    @ParameterizedTest
    @EnumSource
    void aTarballIsBuiltAndASecondTimeNothingChanges(Shell shell) throws IOException {
        host(shell);
        assertThat(host.status()).isEqualTo(Map.of("state", "absent", "log", List.of()));
        Path tarball = host.tarball();
        ScriptResult start = host.start(tarball);
        assertThat(start.answer()).containsEntry("changed", true).containsKey("state");
        Map<String, Object> done = Map.of(
                "state", "done", "stage", "install", "binary", host.binary().toString(), "log", List.of());
        assertThat(host.ended()).isEqualTo(done);
        assertThat(host.binary()).isExecutable();
        assertThat(TestingBuildHost.text(host.installed().resolve(".pilab")))
                .matches("\\{\"version\":\"3.21\",\"source\":\"tarball\",\"sha256\":\""
                        + TestingBuildHost.sha256(tarball) + "\",\"built\":\"[-0-9]{10}T[:0-9]{8}Z\"}\n");
        assertThat(host.root().resolve("opt").toFile().list()).containsExactlyInAnyOrder("README", "iperf3-3.21");
        assertThat(host.folder().toFile().list()).containsExactlyInAnyOrder("finished", "source", "stage");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host.folder())))
                .isEqualTo("rwx--x--x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host.builds())))
                .isEqualTo("rwx--x--x");
        assertThat(host.runner().calls()).contains("make install DESTDIR=" + host.folder() + "/work/root LDCONFIG=:");

        assertThat(host.start(tarball).answer())
                .isEqualTo(Map.of(
                        "state", "done", "binary", host.binary().toString(), "log", List.of(), "changed", false));
        assertThat(host.runner().run("facts.sh", "collect").stdout())
                .contains("{\"path\":\"" + host.binary() + "\",\"version\":\"3.21\",\"mptcp\":true}");
    }

    @ParameterizedTest
    @EnumSource
    void aTagIsBuiltWhenItIsThePinnedCommit(Shell shell) {
        host(shell);
        String commit = host.repository();
        Path evil = host.runner().file("hooks/post-checkout", "#!/bin/sh\n: >'" + work + "/hooked'\n");
        assertThat(evil.toFile().setExecutable(true)).isTrue();
        host.runner().file("home/.gitconfig", "[core]\n\thooksPath = " + evil.getParent() + "\n");
        host.runner().environment("HOME", work.resolve("home").toString());
        for (String url : List.of(host.source().toString(), "file://" + host.source())) {
            host.start("git", url, "3.21", commit).answer();
            assertThat(host.ended()).containsEntry("state", "done");
            assertThat(TestingBuildHost.text(host.installed().resolve(".pilab")))
                    .startsWith("{\"version\":\"3.21\",\"source\":\"git\",\"url\":\"file://" + host.source()
                            + "\",\"tag\":\"3.21\",\"commit\":\"" + commit + "\",\"built\":");
            assertThat(host.runner().run("iperf3.sh", "remove", "3.21").answer())
                    .isEqualTo(Map.of("changed", true));
        }
        assertThat(work.resolve("hooked")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void gitAsksNobodyAndSpeaksOnlyTheProtocolOfTheUrl(Shell shell) {
        host(shell)
                .runner()
                .stub(
                        "git",
                        "env | grep -E '^GIT_(ALLOW|PROTOCOL|TERMINAL)' | sort >'" + work + "/environment'; exit 128");
        host.start("git", "https://git.example.org/iperf.git", "3.21", "0".repeat(40))
                .answer();
        assertThat(host.ended()).containsEntry("state", "failed");
        assertThat(work.resolve("environment"))
                .hasContent("GIT_ALLOW_PROTOCOL=https\nGIT_PROTOCOL_FROM_USER=0\nGIT_TERMINAL_PROMPT=0\n");
        for (String url : List.of(
                "ext::sh%20-c%20id",
                "http://git.example.org/iperf",
                "ssh://git.example.org/iperf",
                "git.example.org:iperf",
                "https://me:secret@git.example.org/iperf",
                "--upload-pack=id")) {
            ScriptResult refused = host.start("git", url, "3.21", "0".repeat(40));
            assertThat(refused.exitCode()).as(url).isEqualTo(2);
            assertThat(refused.stderr()).startsWith("build.sh: '" + url + "' is not a repository's URL: ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameSourceIsJoinedAndAnotherIsRefusedWhileItRuns(Shell shell) {
        host(shell);
        Path tarball = host.tarball();
        host.blockAt("compile");
        assertThat(host.start(tarball).answer()).containsEntry("changed", true);
        host.blocked();
        assertThat(host.status())
                .containsEntry("state", "running")
                .containsEntry("stage", "compile")
                .doesNotContainKeys("binary", "reason");
        long leader = host.leader();
        assertThat(host.start(tarball).answer())
                .containsEntry("state", "running")
                .containsEntry("changed", false);
        assertThat(host.leader()).isEqualTo(leader);
        ScriptResult other = host.start("git", "/srv/iperf.git", "3.21", "f".repeat(40));
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.stderr())
                .isEqualTo("build.sh: iperf3 3.21 is being built from another source already (tarball "
                        + TestingBuildHost.sha256(tarball) + " " + tarball + " " + TestingBuildHost.sha256(tarball)
                        + "): wait, or 'build.sh stop 3.21'\n");
        assertThat(host.status()).containsEntry("state", "running");
        host.assertNothingInstalled();
    }

    @ParameterizedTest
    @EnumSource
    void stopEndsEveryProcessAndLeavesNothing(Shell shell) {
        host(shell);
        host.blockAt("place");
        host.start(host.tarball()).answer();
        host.blocked();
        assertThat(host.root().resolve("opt/.iperf3-3.21.new")).exists();
        long leader = host.leader();
        ScriptResult stopped = host.runner().run("build.sh", "stop", "3.21");
        assertThat(stopped.changes()).containsExactly("kill -TERM -" + leader);
        assertThat(stopped.answer()).isEqualTo(Map.of("stopped", true, "changed", true));
        assertThat(host.processes()).isEmpty();
        assertThat(host.builds()).isEmptyDirectory();
        host.assertNothingInstalled();
        assertThat(host.runner().run("build.sh", "stop", "3.21").answer())
                .isEqualTo(Map.of("stopped", true, "changed", false));
    }

    @ParameterizedTest
    @EnumSource
    void whatOthersPutThereIsUsedWhenItIsGoodAndNeverOverwritten(Shell shell) {
        host(shell);
        host.build(host.tarball());
        assertThat(host.installed().resolve(".pilab").toFile().delete()).isTrue();
        assertThat(host.start(host.tarball()).answer()).containsEntry("state", "done");

        host.runner().file("root/opt/iperf3-3.21/bin/iperf3", "#!/bin/sh\necho 'iperf 3.12 (cJSON 1.7.15)'\n");
        ScriptResult refused = host.start(host.tarball());
        assertThat(refused.exitCode()).isEqualTo(1);
        String reason = host.installed()
                + " is there, is not a working iperf3 3.21 with --mptcp, and pilab did not make it: move it away";
        assertThat(refused.stderr()).isEqualTo("build.sh: " + reason + "\n");
        assertThat(host.status()).containsEntry("state", "failed").containsEntry("reason", reason);
        assertThat(host.binary()).exists();
    }

    @ParameterizedTest
    @EnumSource
    void ourOwnThatIsBrokenIsBuiltAnew(Shell shell) {
        host(shell);
        host.build(host.tarball());
        host.runner().file("root/opt/iperf3-3.21/bin/iperf3", "");
        assertThat(host.status()).containsEntry("state", "absent");
        host.build(host.tarball());
        assertThat(host.root().resolve("opt").toFile().list()).containsExactlyInAnyOrder("README", "iperf3-3.21");
    }
}
