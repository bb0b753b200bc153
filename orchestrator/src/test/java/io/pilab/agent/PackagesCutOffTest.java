package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Installations that are killed, ours and others. */
class PackagesCutOffTest extends OnAptHost {
    /** A call under way whose apt-get does that, as far as {@link #reached}. */
    private Process installing(ScriptRunner host, String script) {
        host.stub("apt-get", "[ $1 = install ] || exit 0\n" + script);
        Process call = host.start(
                host.words("packages.sh", "git"), Path.of("/dev/null"), work.resolve("o"), work.resolve("e"));
        Await.until("apt-get installs", () -> Files.exists(work.resolve("reached")));
        return call;
    }

    /** Says so, and waits for the file {@code go-on}. */
    private String reached() {
        return ": >'" + work + "/reached'\n" + ScriptRunner.until(work.resolve("go-on"));
    }

    @ParameterizedTest
    @EnumSource
    void whatACallBroughtThatWasKilledIsRememberedByTheNext(Shell shell) throws Exception {
        ScriptRunner host = host(shell);
        Process call = installing(host, INSTALLS + reached());
        call.destroyForcibly().waitFor();
        Files.createFile(work.resolve("go-on"));
        assertThat(host.run("packages.sh", "list").answer())
                .isEqualTo(Map.of("packages", List.of("ca-certificates", "git")));
        assertThat(host.run("packages.sh", "git").answer())
                .isEqualTo(Map.of("installed", List.of("ca-certificates", "git"), "changed", true));
        assertThat(record()).hasContent("ca-certificates\ngit\n");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStillUnderWayIsNotForgotten(Shell shell) throws Exception {
        ScriptRunner host = host(shell);
        Process call = installing(host, reached() + INSTALLS + ": >'" + work + "/over'\n");

        ScriptResult meanwhile = host.run("packages.sh", "forget");
        call.destroyForcibly().waitFor();
        ScriptResult killed = host.run("packages.sh", "forget");
        Files.createFile(work.resolve("go-on"));
        Await.until("apt-get is done", () -> Files.exists(work.resolve("over")));

        assertThat(meanwhile.answer()).isEqualTo(Map.of("changed", false));
        assertThat(meanwhile.stderr())
                .isEqualTo("packages.sh: an installation is under way: what it brings stays on record\n");
        assertThat(killed.answer()).isEqualTo(Map.of("changed", false));
        assertThat(host.run("packages.sh", "list").answer())
                .isEqualTo(Map.of("packages", List.of("ca-certificates", "git")));
        Await.until(
                "all is forgotten",
                () -> host.run("packages.sh", "forget").answer().equals(Map.of("changed", true)));
        assertThat(work.resolve("root/var/lib")).isEmptyDirectory();
    }

    /** As apt-get and dpkg are after a kill: nothing but dpkg itself gets them out of it. */
    private static ScriptRunner interrupted(ScriptRunner host, String said) {
        host.file("interrupted", "");
        // what the stub of apt-get installs with gcc was unpacked already
        return host.stub("dpkg", "echo 'installed cpp' >>\"$DPKG\"; rm \"${DPKG%/*}/interrupted\"")
                .stub(
                        "apt-get",
                        "[ $1 = install ] || exit 0; if [ -e \"${DPKG%/*}/interrupted\" ]; then echo '" + said
                                + "'; exit 100; fi\n" + INSTALLS);
    }

    @ParameterizedTest
    @EnumSource
    void anInstallationThatWasCutOffIsFinishedAndIsNotOurs(Shell shell) {
        ScriptRunner host =
                interrupted(host(shell), "E: dpkg was interrupted, you must manually run 'dpkg --configure -a'");
        ScriptResult result = host.run("packages.sh", "build-tools");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.objects())
                .contains(Map.of("stage", "finishing an interrupted installation"))
                .last()
                .extracting(o -> o.get("installed"))
                .isEqualTo(List.of("gcc", "libc6-dev", "linux-headers-rpi-2712"));
        assertThat(result.changes())
                .containsSubsequence(
                        INSTALL + "gcc libc6-dev", "dpkg --configure -a", INSTALL + "linux-headers-rpi-2712");
    }

    @ParameterizedTest
    @EnumSource
    void ourOwnThatWasCutOffIsOurs(Shell shell) {
        ScriptRunner host =
                interrupted(host(shell), "E: dpkg was interrupted, you must manually run 'dpkg --configure -a'");
        host.file("root/var/lib/pilab/packages.before", "libc6\nmake\n"); // of a call that was killed
        assertThat(host.run("packages.sh", "build-tools").objects())
                .last()
                .extracting(o -> o.get("installed"))
                .isEqualTo(List.of("cpp", "gcc", "libc6-dev", "linux-headers-rpi-2712"));
    }

    @ParameterizedTest
    @EnumSource
    void aDpkgThatIsKilledUnderWayIsTriedOnceMore(Shell shell) {
        ScriptRunner host = interrupted(host(shell), "E: Sub-process /usr/bin/dpkg exited unexpectedly");
        assertThat(host.run("packages.sh", "build-tools").objects())
                .last()
                .extracting(o -> o.get("installed"))
                .isEqualTo(List.of("cpp", "gcc", "libc6-dev", "linux-headers-rpi-2712"));

        interrupted(host, "E: Sub-process /usr/bin/dpkg exited unexpectedly").stub("dpkg", ":");
        ScriptResult again = host.run("packages.sh", "git");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.stderr()).endsWith("packages.sh: apt-get install failed: the last lines are above\n");
    }
}
