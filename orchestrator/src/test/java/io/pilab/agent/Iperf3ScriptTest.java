package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A source tarball of our own: its configure is a shell script, and make, a stub, runs its Makefile by the shell, since
 * neither make nor a compiler need be installed.
 */
class Iperf3ScriptTest {
    private static final String CONFIGURE = """
            #!/bin/sh
            echo "checking for a C compiler... yes"
            for word; do case $word in --prefix=*) echo "${word#*=}" >prefix ;; esac; done
            """;
    private static final String MAKEFILE = """
            case "$*" in
              install*) mkdir -p "${2#DESTDIR=}$(cat prefix)/bin"; cp iperf3 "${2#DESTDIR=}$(cat prefix)/bin/iperf3" ;;
              -j*) printf '#!/bin/sh\\necho "  -m, --mptcp   use MPTCP"\\n' >iperf3; chmod 755 iperf3 ;;
            esac
            """;

    @TempDir
    Path work;

    private Path root;
    private Process build;

    @BeforeEach
    void makeRoot() throws IOException {
        root = work.resolve("root");
        Files.createDirectories(root.resolve("var/tmp"));
    }

    @AfterEach
    void noProcessStays() {
        if (build != null) {
            build.descendants().forEach(ProcessHandle::destroyForcibly);
            build.destroyForcibly();
        }
    }

    private ScriptRunner host(Shell shell) {
        return new ScriptRunner(shell, work)
                .stub("cc", "exit 9")
                .stub("make", "exec sh ./Makefile \"$@\"")
                .environment("PILAB_ROOT", root.toString());
    }

    private Path tarball(ScriptRunner host, String configure, String makefile) {
        Path script = host.file("iperf-3.21/configure", configure);
        host.file("iperf-3.21/Makefile", makefile);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path tarball = work.resolve("iperf-3.21.tar.gz");
        ScriptResult packed =
                host.command(List.of("tar", "-czf", tarball.toString(), "-C", work.toString(), "iperf-3.21"));
        assertThat(packed.exitCode()).as(packed.stderr()).isZero();
        return tarball;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static String[] build(Path tarball, String sum) {
        return new String[] {"build", "3.21", tarball.toString(), sum};
    }

    /** Neither a working folder nor anything that {@code facts.sh} could take for an iperf3. */
    private void assertNothingInstalled() throws IOException {
        assertThat(root.resolve("var/tmp")).isEmptyDirectory();
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.map(p -> p.getFileName().toString())).doesNotContain("opt");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTarballIsBuiltAndASecondTimeNothingChanges(Shell shell) throws Exception {
        ScriptRunner host = host(shell);
        Path tarball = tarball(host, CONFIGURE, MAKEFILE);
        Path binary = root.resolve("opt/iperf3-3.21/bin/iperf3");

        ScriptResult first = host.run("iperf3.sh", build(tarball, sha256(tarball)));
        assertThat(first.exitCode()).as(first.stderr()).isZero();
        assertThat(first.objects())
                .containsExactly(
                        Map.of("stage", "unpack"),
                        Map.of("stage", "configure"),
                        Map.of("stage", "compile"),
                        Map.of("stage", "install"),
                        Map.of("binary", binary.toString(), "changed", true));
        assertThat(first.changes())
                .contains("./configure --disable-shared --without-openssl --without-sctp --prefix=" + root
                        + "/opt/iperf3-3.21")
                .last()
                .isEqualTo("mv -T " + root + "/opt/.iperf3-3.21.new " + root + "/opt/iperf3-3.21");
        assertThat(binary).isExecutable();
        assertThat(root.resolve("var/tmp")).isEmptyDirectory();

        ScriptResult second = host.run("iperf3.sh", build(tarball, sha256(tarball)));
        assertThat(second.answer()).isEqualTo(Map.of("binary", binary.toString(), "changed", false));
        assertThat(second.stderr()).isEmpty();
        assertThat(host.run("facts.sh", "collect").stdout()).contains("\"path\":\"" + binary + "\"");
    }

    @ParameterizedTest
    @EnumSource
    void anotherTarballThanTheOneAskedForIsNotUsed(Shell shell) throws Exception {
        ScriptRunner host = host(shell);
        Path tarball = tarball(host, CONFIGURE, MAKEFILE);
        String wrong = "0".repeat(64);
        ScriptResult result = host.run("iperf3.sh", build(tarball, wrong));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .isEqualTo("iperf3.sh: " + tarball + " is not the tarball that was asked for: its SHA-256 is "
                        + sha256(tarball) + ", not " + wrong + "\n");
        ScriptResult missing = host.run("iperf3.sh", build(work.resolve("none.tar.gz"), wrong));
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.stderr()).endsWith("iperf3.sh: " + work + "/none.tar.gz can not be read\n");
        assertNothingInstalled();
        assertThat(host.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aConfigureThatFailsShowsTheEndOfItsLog(Shell shell) throws Exception {
        ScriptRunner host = host(shell);
        String configure = "#!/bin/sh\nseq 1 40\necho 'configure: error: no netinet/sctp.h' >&2\nexit 77\n";
        Path tarball = tarball(host, configure, MAKEFILE);
        ScriptResult result = host.run("iperf3.sh", build(tarball, sha256(tarball)));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.objects()).last().isEqualTo(Map.of("stage", "configure"));
        assertThat(result.stderr())
                .contains("\n27\n28\n", "\n40\nconfigure: error: no netinet/sctp.h\niperf3.sh: failed: ./configure ")
                .doesNotContain("\n26\n");
        assertNothingInstalled();
    }

    @ParameterizedTest
    @EnumSource
    void aBuildWithoutMptcpIsNotInstalled(Shell shell) throws Exception {
        ScriptRunner host = host(shell);
        Path tarball = tarball(host, CONFIGURE, MAKEFILE.replace("--mptcp", "--sctp"));
        ScriptResult result = host.run("iperf3.sh", build(tarball, sha256(tarball)));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .endsWith("iperf3.sh: the built iperf3 has no --mptcp: older than 3.19, or the C library's headers lack"
                        + " IPPROTO_MPTCP\n");
        assertNothingInstalled();
    }

    @ParameterizedTest
    @EnumSource
    void aBuildThatIsKilledLeavesNothingThatLooksInstalled(Shell shell) throws Exception {
        ScriptRunner host = host(shell);
        Path tarball = tarball(
                host,
                CONFIGURE,
                MAKEFILE.replace(
                        "install*)",
                        "install*) : >\"$PILAB_ROOT/installing\";"
                                + " until [ -e \"$PILAB_ROOT/go-on\" ]; do sleep 0.02; done;"));
        start(host, tarball);
        Await.until("it installs", () -> Files.exists(root.resolve("installing")));
        List<ProcessHandle> children = build.descendants().toList();
        build.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
        assertThat(root.resolve("opt")).doesNotExist();

        Files.delete(root.resolve("installing"));
        start(host, tarball);
        Await.until("it installs", () -> Files.exists(root.resolve("installing")));
        build.destroy(); // the shell ends when the step that runs has
        Files.createFile(root.resolve("go-on"));
        assertThat(build.waitFor()).isEqualTo(1);
        assertThat(root.resolve("opt")).doesNotExist();
        try (Stream<Path> left = Files.list(root.resolve("var/tmp"))) {
            assertThat(left).as("of the one that was killed only").hasSize(1);
        }
    }

    private void start(ScriptRunner host, Path tarball) throws Exception {
        build = host.start(
                host.words("iperf3.sh", build(tarball, sha256(tarball))),
                Path.of("/dev/null"),
                work.resolve("build.out"),
                work.resolve("build.err"));
    }

    @ParameterizedTest
    @EnumSource
    void withoutACompilerThereIsNothingToBuildWith(Shell shell) throws Exception {
        ScriptRunner host = host(shell);
        Path tarball = tarball(host, CONFIGURE, MAKEFILE);
        assertThat(host.run("iperf3.sh", "compiler").answer()).isEqualTo(Map.of("compiler", true));
        Path few = work.resolve("few");
        for (String tool : List.of("sed", "tr", "grep", shell.words().get(0))) {
            Path file = host.file("few/" + tool, "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        // The scripts append /usr/sbin and /sbin, where a compiler is not.
        ScriptRunner without = host(shell).through("env", "PATH=" + few);
        assertThat(without.run("iperf3.sh", "compiler").answer()).isEqualTo(Map.of("compiler", false));
        ScriptResult result = without.run("iperf3.sh", build(tarball, sha256(tarball)));
        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.stderr())
                .isEqualTo("iperf3.sh: no C compiler or no make; try: apt-get install build-essential\n");
        assertThat(without.run("iperf3.sh", "package").stderr()).isEqualTo("iperf3.sh: no apt-get on this host\n");
        assertNothingInstalled();
    }

    @ParameterizedTest
    @EnumSource
    void thePackageIsInstalledAndTheAnswerSaysWhetherItIsNew(Shell shell) {
        ScriptRunner host = host(shell)
                .stub("dpkg-query", "cat '" + work + "/version' 2>/dev/null")
                .stub("apt-get", "case $1 in install) printf 3.22-1 >'" + work + "/version' ;; esac");
        assertThat(host.run("iperf3.sh", "package").objects())
                .containsExactly(
                        Map.of("stage", "update"),
                        Map.of("stage", "install"),
                        Map.of("binary", "/usr/bin/iperf3", "changed", true));
        assertThat(host.run("iperf3.sh", "package").objects())
                .last()
                .isEqualTo(Map.of("binary", "/usr/bin/iperf3", "changed", false));
        assertThat(host.calls()).contains("apt-get install -y -q --no-install-recommends iperf3");

        host.stub("apt-get", "echo 'E: Unable to fetch some archives' >&2; exit 100");
        ScriptResult broken = host.run("iperf3.sh", "package");
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.stderr())
                .contains("E: Unable to fetch some archives", "iperf3.sh: failed: apt-get update -q");
    }
}
