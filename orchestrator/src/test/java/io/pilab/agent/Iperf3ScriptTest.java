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

/** What was built on one host is offered there, installed on one that is alike, and removed. */
class Iperf3ScriptTest {
    @TempDir
    Path work;

    private TestingBuildHost host;
    private TestingBuildHost other;

    private void hosts(Shell shell) throws IOException {
        host = TestingBuildHost.with(shell, Files.createDirectory(work.resolve("first")));
        other = TestingBuildHost.with(shell, Files.createDirectory(work.resolve("second")));
    }

    @AfterEach
    void noProcessStays() {
        if (host != null) {
            host.close();
        }
    }

    private static Map<String, Object> remove(TestingBuildHost from) {
        return from.runner().run("iperf3.sh", "remove", "3.21").answer();
    }

    private static ScriptResult install(TestingBuildHost to, String file, String sum) {
        return to.runner().run("iperf3.sh", "install", "3.21", file, sum);
    }

    private Map<String, Object> program() {
        return host.runner().run("iperf3.sh", "program", "3.21").answer();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasBuiltIsInstalledElsewhereAndRemoved(Shell shell) throws IOException {
        hosts(shell);
        host.build(host.tarball());
        Path file = host.binary();
        String sum = TestingBuildHost.sha256(file);
        assertThat(program()).isEqualTo(Map.of("file", file.toString(), "sha256", sum));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-xr-x");

        ScriptResult installed = install(other, file.toString(), sum);
        assertThat(installed.answer()).isEqualTo(Map.of("binary", other.binary().toString(), "changed", true));
        assertThat(installed.changes())
                .last()
                .isEqualTo("mv -T " + other.root() + "/opt/.iperf3-3.21.new " + other.installed());
        assertThat(install(other, file.toString(), sum).answer())
                .isEqualTo(Map.of("binary", other.binary().toString(), "changed", false));
        assertThat(other.status()).containsEntry("state", "done");
        assertThat(other.builds()).isEmptyDirectory();
        assertThat(TestingBuildHost.text(other.installed().resolve(".pilab")))
                .isEqualTo("{\"version\":\"3.21\",\"source\":\"alike\",\"sha256\":\"" + sum + "\"}\n");

        for (TestingBuildHost each : new TestingBuildHost[] {host, other}) {
            assertThat(remove(each)).isEqualTo(Map.of("changed", true));
            each.assertNothingInstalled();
            assertThat(each.root().resolve("var/lib")).isEmptyDirectory();
            assertThat(remove(each)).isEqualTo(Map.of("changed", false));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherFileThanTheOneAskedForIsNotInstalled(Shell shell) throws IOException {
        hosts(shell);
        host.build(host.tarball());
        Path file = host.binary();
        String wrong = "0".repeat(64);
        ScriptResult refused = install(other, file.toString(), wrong);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stdout()).isEmpty();
        assertThat(refused.stderr())
                .isEqualTo("iperf3.sh: " + file + " is not the tarball that was asked for: its SHA-256 is "
                        + TestingBuildHost.sha256(file) + ", not " + wrong + "\n");
        assertThat(install(other, work + "/none", wrong).stderr())
                .isEqualTo("iperf3.sh: " + work + "/none cannot be read\n");
        Path source = host.tarball();
        assertThat(install(other, source.toString(), TestingBuildHost.sha256(source))
                        .stderr())
                .startsWith("iperf3.sh: the iperf3 in " + source + " does not run here: ");
        other.assertNothingInstalled();
        assertThat(other.builds()).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotRunOnThisHostIsNotInstalled(Shell shell) throws IOException {
        hosts(shell);
        host.build(host.tarball());
        Path file = host.binary();
        other.runner().stub("timeout", "echo 'libc.so.6: version GLIBC_2.38 not found' >&2; exit 1");
        ScriptResult refused = install(other, file.toString(), TestingBuildHost.sha256(file));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr())
                .endsWith("iperf3.sh: the iperf3 in " + file
                        + " does not run here: libc.so.6: version GLIBC_2.38 not found\n");
        other.assertNothingInstalled();
        assertThat(other.builds()).isEmptyDirectory();
    }

    /** A program of another host's is tried without any privilege, and comes in as a program, whatever modes it had. */
    @ParameterizedTest
    @EnumSource
    void whatAnotherHostBuiltGetsNoPrivilege(Shell shell) throws IOException {
        hosts(shell);
        Path hostile = host.runner()
                .file(
                        "hostile",
                        "#!/bin/sh\ncase $1 in --version) echo 'iperf 3.21 (own)' ;; *) echo --mptcp ;; esac\n");
        Files.setPosixFilePermissions(hostile, PosixFilePermissions.fromString("rwxrwxrwx"));
        install(other, hostile.toString(), TestingBuildHost.sha256(hostile)).answer();
        assertThat(other.installed().toFile().list()).containsExactlyInAnyOrder("bin", ".pilab");
        assertThat(other.installed().resolve("bin").toFile().list()).containsExactly("iperf3");
        assertThat(Files.getAttribute(other.binary(), "unix:mode")).isEqualTo(0100755);
        assertThat(other.runner().calls())
                .filteredOn(call -> call.contains("/iperf3 --"))
                .isNotEmpty()
                .allMatch(call ->
                        call.startsWith("setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs -- "));
    }

    @ParameterizedTest
    @EnumSource
    void whatPilabDidNotMakeIsNeitherPackedNorRemoved(Shell shell) throws IOException {
        hosts(shell);
        host.build(host.tarball());
        assertThat(host.installed().resolve(".pilab").toFile().delete()).isTrue();
        assertThat(remove(host)).isEqualTo(Map.of("changed", false, "foreign", true));
        assertThat(host.binary()).exists();
        ScriptResult refused = host.runner().run("iperf3.sh", "program", "3.21");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr())
                .isEqualTo("iperf3.sh: " + host.installed()
                        + " is not there, or pilab did not make it: 'build.sh start' makes one\n");
    }

    @ParameterizedTest
    @EnumSource
    void aBuildThatRunsIsEndedBeforeItsResultIsRemoved(Shell shell) throws IOException {
        hosts(shell);
        host.blockAt("install");
        host.start(host.tarball()).answer();
        host.blocked();
        assertThat(remove(host)).isEqualTo(Map.of("changed", true));
        assertThat(host.processes()).isEmpty();
        host.assertNothingInstalled();
        assertThat(host.root().resolve("var/lib")).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionOfWhichThereIsAnythingOfOursIsNamed(Shell shell) throws IOException {
        hosts(shell);
        assertThat(versions()).isEmpty();
        host.blockAt("compile");
        host.start(host.tarball()).answer();
        host.blocked();
        assertThat(versions()).containsExactly("3.21");
        host.runner().file("root/opt/.iperf3-3.20.new/bin/iperf3", "half of it");
        host.runner().file("root/opt/iperf3-3.19/bin/iperf3", "another's");
        host.runner().file("root/opt/iperf3-3.19.1/.pilab", "{}");
        host.runner().file("root/var/lib/pilab/build/.work.Xy12Zz/tar", "a call that was killed");
        assertThat(versions()).containsExactly("3.19.1", "3.20", "3.21");
        for (String version : versions()) {
            host.runner().run("iperf3.sh", "remove", version).answer();
        }
        assertThat(versions()).isEmpty();
        assertThat(host.root().resolve("opt").toFile().list()).containsExactlyInAnyOrder("README", "iperf3-3.19");
        assertThat(host.root().resolve("var/lib")).isEmptyDirectory();
    }

    private List<String> versions() {
        Object versions = host.runner().run("iperf3.sh", "versions").answer().get("versions");
        return ((List<?>) versions).stream().map(String::valueOf).toList();
    }
}
