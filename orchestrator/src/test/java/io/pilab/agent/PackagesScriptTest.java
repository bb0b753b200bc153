package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PackagesScriptTest extends OnAptHost {
    private static List<String> aptCalls(ScriptRunner host) {
        return host.calls().stream().filter(c -> c.startsWith("apt-get ")).toList();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsMissingIsInstalledAndRemembered(Shell shell) {
        ScriptRunner host = host(shell);
        assertThat(host.run("packages.sh", "list").answer()).isEqualTo(Map.of("packages", List.of()));
        ScriptResult first = host.run("packages.sh", "build-tools");
        assertThat(first.exitCode()).as(first.stderr()).isZero();
        assertThat(first.objects())
                .containsExactly(
                        Map.of("stage", "update"),
                        Map.of("stage", "install"),
                        Map.of("stage", "headers"),
                        Map.of(
                                "installed",
                                List.of("cpp", "gcc", "libc6-dev", "linux-headers-rpi-2712"),
                                "headers",
                                "linux-headers-rpi-2712",
                                "changed",
                                true));
        List<String> calls = List.of("apt-get update", INSTALL + "gcc libc6-dev", INSTALL + "linux-headers-rpi-2712");
        assertThat(aptCalls(host)).isEqualTo(calls);
        assertThat(first.changes()).isEqualTo(calls);

        assertThat(host.run("packages.sh", "build-tools").objects())
                .containsExactly(Map.of("installed", List.of(), "headers", "linux-headers-rpi-2712", "changed", false));
        assertThat(aptCalls(host)).as("no further call").isEqualTo(calls);
        assertThat(host.run("packages.sh", "git").exitCode()).isZero();
        assertThat(record()).hasContent("cpp\ngcc\nlibc6-dev\nlinux-headers-rpi-2712\nca-certificates\ngit\n");
        assertThat(host.run("packages.sh", "list").answer())
                .isEqualTo(Map.of(
                        "packages",
                        List.of("ca-certificates", "cpp", "gcc", "git", "libc6-dev", "linux-headers-rpi-2712")));
        assertThat(host.run("packages.sh", "forget").answer()).isEqualTo(Map.of("changed", true));
        assertThat(work.resolve("root/var/lib")).isEmptyDirectory();
        assertThat(host.run("packages.sh", "forget").answer()).isEqualTo(Map.of("changed", false));
    }

    static Stream<Arguments> kernels() {
        Map<String, String> names = Map.of(
                "6.6.62+rpt-rpi-v8", "linux-headers-rpi-v8",
                "6.1.21-v8+", "raspberrypi-kernel-headers",
                "6.12.47+rpt-rpi-v7l", "linux-headers-rpi-v7l",
                "6.12.47+rpt-rpi-v7", "linux-headers-rpi-v7",
                "6.12.47+rpt-rpi-v6", "linux-headers-rpi-v6",
                "6.1.0-9-amd64", "linux-headers-6.1.0-9-amd64",
                "6.1.0-10-amd64", "");
        return Stream.of(Shell.values())
                .flatMap(shell -> names.entrySet().stream().map(e -> Arguments.of(shell, e.getKey(), e.getValue())));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theHeadersAreThoseOfTheRunningKernelAsFarAsTheyExist(Shell shell, String kernel, String expected) {
        ScriptRunner host = host(shell).stub("uname", "echo " + kernel);
        host.file("lists", expected + "\n");
        ScriptResult result = host.run("packages.sh", "build-tools");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        Map<String, Object> answer = result.objects().get(result.objects().size() - 1);
        if (expected.isEmpty()) {
            assertThat(answer).containsEntry("headers", null);
            assertThat(result.stderr())
                    .endsWith("packages.sh: no package with the headers of kernel " + kernel
                            + ": going on without, iperf3 does not need them\n");
        } else {
            assertThat(answer).containsEntry("headers", expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void headersThatCanNotBeInstalledAreNoFailure(Shell shell) {
        ScriptRunner host = host(shell)
                .stub("apt-get", "case $* in *headers*) echo 'E: 404  Not Found'; exit 100 ;; esac\n" + INSTALLS);
        ScriptResult result = host.run("packages.sh", "build-tools");
        assertThat(result.exitCode()).isZero();
        assertThat(result.objects())
                .last()
                .extracting(o -> o.get("installed"), o -> o.get("headers"))
                .containsExactly(List.of("cpp", "gcc", "libc6-dev"), null);
        assertThat(result.stderr()).contains("E: 404  Not Found\n");
    }

    @ParameterizedTest
    @EnumSource
    void whoeverHoldsAptIsWaitedForAndWhatHeInstallsIsNotOurs(Shell shell) {
        ScriptRunner host = host(shell).stub("apt-get", """
                tries=$(cat "$DPKG.tries" 2>/dev/null || echo 0)
                echo $((tries + 1)) >"$DPKG.tries"
                case $tries in
                  0 | 1) echo 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (aptitude)' ;;
                  3) echo 'dpkg: error: dpkg frontend lock was locked by another process with pid 2' ;;
                  *) false ;;
                esac && echo 'installed theirs' >>"$DPKG" && exit 100
                """ + INSTALLS);
        host.file("proc/1/comm", "unattended-upgr\n");
        host.file("proc/uptime", "100.00 100.00\n");
        host.environment("PILAB_PROC", work.resolve("proc").toString());
        ScriptResult result = host.run("packages.sh", "iperf3");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.objects())
                .containsExactly(
                        Map.of("stage", "update"),
                        Map.of("stage", "waiting for apt", "holder", "unattended-upgr (process 1)"),
                        Map.of("stage", "install"),
                        Map.of("stage", "waiting for apt", "holder", "? (process 2)"),
                        Map.of("installed", List.of("iperf3"), "changed", true));
    }

    @ParameterizedTest
    @EnumSource
    void afterTheLimitItSaysWhoHoldsApt(Shell shell) {
        ScriptRunner host = host(shell).environment("PILAB_APT_WAIT", "0");
        for (String said : List.of(
                "E: Could not get lock /var/cache/apt/archives/lock. It is held by process 999999999 (apt-get)",
                "E: Unable to lock directory /var/lib/apt/lists/")) {
            host.stub("apt-get", "echo '" + said + "'; exit 100");
            ScriptResult result = host.run("packages.sh", "iperf3");
            assertThat(result.exitCode()).isEqualTo(1);
            String by = said.contains("held") ? "? (process 999999999)" : "another process";
            assertThat(result.stderr())
                    .endsWith("packages.sh: apt is still held by " + by + " after 0 s: let it end, then try again\n");
        }
        assertThat(work.resolve("root/var/lib/pilab")).isEmptyDirectory();
    }

    static Stream<Arguments> failures() {
        Map<String, String> cures = Map.of(
                "W: Failed to fetch http://deb.example.org  Temporary failure resolving 'deb.example.org'",
                "this host cannot resolve the mirror's name: it has no internet, or no name server",
                "Could not connect to deb.example.org:80",
                "this host cannot reach the mirror: no internet, or a proxy is needed",
                "E: Release file for x is not valid yet (invalid for another 3d)",
                "this host's clock is wrong, it says ",
                "E: You don't have enough free space in /var/cache/apt/archives/.",
                "no space is left, ",
                "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.",
                "an earlier installation was interrupted: 'sudo dpkg --configure -a' on this host mends it",
                "E: Unable to locate package iperf3",
                "its lists lack the package: see what 'sudo apt-get update' says on this host",
                "E: something else",
                "the last lines are above");
        return Stream.of(Shell.values())
                .flatMap(shell -> cures.entrySet().stream().map(e -> Arguments.of(shell, e.getKey(), e.getValue())));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureShowsItsLastLinesAndACure(Shell shell, String said, String cure) {
        ScriptRunner host = host(shell);
        host.stub("apt-get", "[ $1 = install ] || exit 0; seq 1 20; cat '" + work + "/said'; exit 100");
        host.file("said", said + "\n");
        ScriptResult result = host.run("packages.sh", "iperf3");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .contains("\n7\n8\n", "\n20\n" + said + "\npackages.sh: apt-get install failed: " + cure);
    }

    /** A mirror of somebody else's that is gone is tolerated, and so not the cause. */
    @ParameterizedTest
    @EnumSource
    void theCauseIsTheFailedCallsAndNoEarlierOnes(Shell shell) {
        ScriptRunner host = host(shell);
        host.stub("apt-get", """
                case $1 in
                  update) echo "W: Failed to fetch http://dead.example  Could not resolve 'dead.example'" ;;
                  *)
                    echo 'The following packages have unmet dependencies:'
                    echo ' libc6-dev : Depends: libc6 (= 2.36-9) but 2.36-10 is to be installed'
                    echo 'E: Unable to correct problems, you have held broken packages.'
                    exit 100
                    ;;
                esac""");
        assertThat(host.run("packages.sh", "iperf3").stderr())
                .contains(
                        "\nE: Unable to correct problems, you have held broken packages.\npackages.sh: apt-get install"
                                + " failed: packages there do not fit the mirror's: 'sudo apt-get update && sudo apt-get"
                                + " full-upgrade' on this host, then again\n")
                .doesNotContain("no internet");
    }
}
