package io.pilab.agent;

import static io.pilab.agent.TestingBuildHost.CONFIGURE;
import static io.pilab.agent.TestingBuildHost.MAKEFILE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which a build fails has one reason, and nothing is installed. */
class BuildFailureTest {
    private static final List<String> FEW = List.of(
            "sed", "tr", "grep", "mkdir", "chmod", "flock", "setsid", "cat", "tail", "paste", "df", "rm", "mv", "awk",
            "env");

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

    /** That it was refused at once, with this text, which status repeats. */
    private void assertRefused(ScriptResult start, int code, String reason) {
        assertThat(start.exitCode()).isEqualTo(code);
        assertThat(start.stdout()).isEmpty();
        assertThat(start.stderr()).isEqualTo("build.sh: " + reason + "\n");
        assertThat(host.status())
                .isEqualTo(Map.of("state", "failed", "stage", "fetch", "log", List.of(), "reason", reason));
        assertThat(host.folder().resolve("work")).doesNotExist();
        host.assertNothingInstalled();
    }

    /** That it ended like this. */
    private void assertFailed(String stage, String reason) {
        Map<String, Object> status = host.ended();
        assertThat(status).containsEntry("state", "failed").containsEntry("stage", stage);
        assertThat((String) status.get("reason")).isEqualTo(reason);
        assertThat(host.folder().toFile().list())
                .as("the log is kept, the work is not")
                .containsExactlyInAnyOrder("log", "pid", "reason", "source", "stage");
        host.assertNothingInstalled();
    }

    @ParameterizedTest
    @EnumSource
    void anotherTarballThanTheOneAskedForIsNotUsed(Shell shell) {
        host(shell);
        Path tarball = host.tarball();
        String wrong = "0".repeat(64);
        assertRefused(
                host.start("tarball", tarball.toString(), wrong),
                1,
                tarball + " is not the tarball that was asked for: its SHA-256 is " + TestingBuildHost.sha256(tarball)
                        + ", not " + wrong);
        assertRefused(host.start("tarball", work + "/none.tar.gz", wrong), 1, work + "/none.tar.gz cannot be read");
        host.build(tarball);
    }

    @ParameterizedTest
    @EnumSource
    void withoutACompilerThereIsNothingToBuildWith(Shell shell) throws IOException {
        host(shell);
        Path tarball = host.tarball();
        assertThat(host.runner().run("iperf3.sh", "compiler").answer()).isEqualTo(Map.of("compiler", true));
        Path few = work.resolve("few");
        for (String tool :
                Stream.concat(FEW.stream(), shell.words().stream().limit(1)).toList()) {
            Path file = host.runner().file("few/" + tool, "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        // The scripts append /usr/sbin and /sbin, where a compiler is not.
        host.runner().through("env", "PATH=" + few);
        assertThat(host.runner().run("iperf3.sh", "compiler").answer()).isEqualTo(Map.of("compiler", false));
        assertRefused(
                host.start(tarball), 4, "there is no C compiler or no make: 'packages.sh build-tools' installs them");
        for (String tool : List.of("cc", "make")) {
            Files.createSymbolicLink(few.resolve(tool), work.resolve("stubs").resolve(tool));
        }
        assertRefused(
                host.start("git", "/srv/iperf", "3.21", "0".repeat(40)),
                4,
                "there is no git: 'packages.sh git' installs it");
    }

    @ParameterizedTest
    @EnumSource
    void aConfigureThatFailsSaysWhyAndItsLogIsKept(Shell shell) {
        host(shell);
        String body =
                "#!/bin/sh\nseq 1 40\necho 'configure: error: no \"netinet/sctp.h\"\t\033[0m' >&2\nseq 1 3\nexit 77\n";
        host.start(host.tarball(body, MAKEFILE)).answer();
        assertFailed(
                "configure",
                "configure failed: ./configure ended with 77: configure: error: no \"netinet/sctp.h\" [0m");
        assertThat(host.status())
                .extractingByKey("log", InstanceOfAssertFactories.list(String.class))
                .hasSize(15)
                .endsWith("40", "configure: error: no \"netinet/sctp.h\" [0m", "1", "2", "3");
        assertThat(TestingBuildHost.text(host.folder().resolve("log")))
                .contains("== configure\n+ ./configure --disable-shared --without-openssl --without-sctp --prefix="
                        + host.installed() + "\n1\n2\n");
    }

    @ParameterizedTest
    @EnumSource
    void aCompilerWithoutTheCLibrarysHeadersNamesThePackages(Shell shell) {
        host(shell);
        String body = "#!/bin/sh\necho 'configure: error: C compiler cannot create executables' >&2\nexit 77\n";
        host.start(host.tarball(body, MAKEFILE)).answer();
        assertFailed(
                "configure",
                "configure failed: ./configure ended with 77: configure: error: C compiler cannot create executables;"
                        + " 'packages.sh build-tools' installs what a build needs");
    }

    @ParameterizedTest
    @EnumSource
    void aCompilationThatFailsNamesItsFirstError(Shell shell) {
        host(shell);
        String body = """
                echo 'cc -Werror -c iperf_error.c'
                echo "iperf_api.c:7:1: error: expected ';'" >&2
                echo 'make: *** [all] Error 1' >&2
                exit 2
                """;
        host.start(host.tarball(CONFIGURE, body)).answer();
        assertFailed("compile", "compile failed: make ended with 2: iperf_api.c:7:1: error: expected ';'");
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskIsNamedWithWhatIsFree(Shell shell) {
        host(shell)
                .runner()
                .stub("df", "echo Filesystem; echo '/dev/mmcblk0p2 29 26 3145 90% /var'; echo 'tmpfs 9 9 9999 9% /'");
        String body = "echo 'cc1: error: error writing to /tmp/x.s: No space left on device' >&2; exit 2\n";
        host.start(host.tarball(CONFIGURE, body)).answer();
        assertFailed("compile", "compile failed: no space is left, 3 MB free on /dev/mmcblk0p2, mounted on /var");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsBuiltHasToBeThatVersionAndHaveMptcp(Shell shell) {
        host(shell);
        host.start(host.tarball(CONFIGURE, MAKEFILE.replace("--mptcp", "--sctp")))
                .answer();
        assertFailed(
                "install",
                "install failed: the built iperf3 has no --mptcp: older than 3.19, or the C library's headers lack"
                        + " IPPROTO_MPTCP");
        host.start(host.tarball(CONFIGURE, MAKEFILE.replace("iperf 3.21 ", "iperf 3.12 ")))
                .answer();
        assertFailed("install", "install failed: the built iperf3 reports version 3.12, not 3.21");
        host.start(host.tarball(CONFIGURE, MAKEFILE.replace("iperf 3.21 ", "iperf 3.21+ ")))
                .answer();
        assertFailed("install", "install failed: the built iperf3 reports version 3.21+, not 3.21");
        host.start(host.tarball(CONFIGURE, MAKEFILE.replace("iperf 3.21 ", "no libiperf.so.0")))
                .answer();
        assertFailed("install", "install failed: the built iperf3 does not run here: no libiperf.so.0(cJSON 1.7.15)");
    }

    @ParameterizedTest
    @EnumSource
    void anotherCommitThanThePinnedOneIsNotUsed(Shell shell) {
        host(shell);
        String commit = host.repository();
        String wrong = "f".repeat(40);
        host.start("git", host.source().toString(), "3.21", wrong).answer();
        assertFailed(
                "fetch",
                "fetch failed: tag 3.21 of file://" + host.source() + " is commit " + commit + ", not " + wrong);
        host.start("git", host.source().toString(), "3.22", commit).answer();
        assertFailed(
                "fetch", "fetch failed: git ended with 128: fatal: Remote branch 3.22 not found in upstream origin");
        host.start("git", work + "/none", "3.21", commit).answer();
        assertThat((String) host.ended().get("reason"))
                .startsWith("fetch failed: git ended with 128: fatal: ")
                .contains(work + "/none");
    }

    @ParameterizedTest
    @EnumSource
    void aSourceWithoutConfigureSaysSo(Shell shell) {
        host(shell);
        Path tarball = host.tarball();
        assertThat(host.source().resolve("configure").toFile().delete()).isTrue();
        host.runner().command(List.of("tar", "-czf", tarball.toString(), "-C", work.toString(), "iperf-3.21"));
        host.start(tarball).answer();
        assertThat((String) host.ended().get("reason"))
                .startsWith("configure failed: ./configure ended with 127: ")
                .endsWith("./configure: not found");
    }
}
