package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What capture writes and when it refuses; that it holds the whole state is shown in namespaces. */
class SnapshotScriptTest {
    private static final String ANSWERS = """
            case "$*" in
              '-o link show') echo '3: wlan0@if2: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc tbf state UP mode DEFAULT\\' ;;
              '-o -4 addr show')
                echo '3: wlan0    inet 172.31.0.173/24 metric 600 brd 172.31.0.255 scope global secondary dynamic noprefixroute wlan0\\       valid_lft 86023sec preferred_lft forever' ;;
              '-o -4 route show table all')
                printf '172.31.0.0/24 dev wlan0 proto kernel scope link metric 600 linkdown \\n'
                printf 'default proto static \\\\\\tnexthop via 172.31.0.1 dev wlan0 weight 1 dead linkdown \\n'
                printf 'local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 \\n' ;;
              '-4 rule show') printf '0:\\tfrom all lookup local\\n10102:\\tfrom 172.31.0.173 iif lo [detached] lookup 102\\n' ;;
              '-j -4 route show table all')
                echo '[{"dst":"default","flags":[],"nexthops":[{"gateway":"172.31.0.1"},{"gateway":"172.31.0.2"}]},{"type":"local","dst":"127.0.0.1","table":"local"},{"type":"blackhole","dst":"10.9.0.0/16"}]' ;;
              -j*) echo '[ ]' ;;
            esac""";
    private static final String QDISCS = """
            case "$*" in
              -j*) echo '[]' ;;
              'class show dev wlan0') printf 'class tbf 8005:1 parent 8005: \\n' ;;
              'qdisc show') printf 'qdisc tbf 8005: dev wlan0 root refcnt 3 rate 200Mbit burst 32750b lat 50ms \\n' ;;
            esac""";

    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        ScriptRunner runner = new ScriptRunner(shell, work).stub("ip", ANSWERS).stub("tc", QDISCS);
        runner.file("proc/sys/net/ipv4/conf/eth0.100/rp_filter", "2\n");
        runner.file("proc/uptime", "812.55 1.0\n");
        return runner.environment("PILAB_PROC", work.resolve("proc").toString());
    }

    @ParameterizedTest
    @EnumSource
    void captureKeepsWhatTheRunAnswersFor(Shell shell) {
        ScriptRunner host = host(shell);
        host.run("snapshot.sh", "capture", "run-1", "lab", "wlan0", "172.31.0.173", "fd00::5")
                .answer();
        assertThat(work.resolve("base/state/run-1/scope")).hasContent("lab\nwlan0\n172.31.0.173\nfd00::5\n");
        assertThat(host.run("snapshot.sh", "capture", "run-2", "all", "wlan0").exitCode())
                .isEqualTo(2);
        assertThat(host.run("snapshot.sh", "capture", "run-2", "lab", "a;b").exitCode())
                .isEqualTo(2);
        assertThat(work.resolve("base/state").toFile().list()).containsExactly("run-1");
    }

    @ParameterizedTest
    @EnumSource
    void captureSavesLinesThatTheToolsTakeBack(Shell shell) {
        ScriptRunner host = host(shell);
        Map<String, Object> state = host.run("snapshot.sh", "capture", "run-1").answer();
        assertThat(state.keySet())
                .containsExactly(
                        "links",
                        "addresses4",
                        "addresses6",
                        "routes4",
                        "routes6",
                        "rules4",
                        "rules6",
                        "qdiscs",
                        "endpoints",
                        "limits",
                        "sysctls",
                        "classes",
                        "filters",
                        "wireless",
                        "processes");
        assertThat(state)
                .containsEntry("sysctls", Map.of("net.ipv4.conf.eth0.100.rp_filter", "2"))
                .containsEntry(
                        "routes4",
                        List.of(
                                Map.of(
                                        "dst",
                                        "default",
                                        "flags",
                                        List.of(),
                                        "nexthops",
                                        List.of(Map.of("gateway", "172.31.0.1"), Map.of("gateway", "172.31.0.2"))),
                                Map.of("type", "blackhole", "dst", "10.9.0.0/16")));
        assertThat(saved("links")).containsExactly("wlan0 up mtu 1500 # UP");
        assertThat(saved("addresses4"))
                .containsExactly("172.31.0.173/24 metric 600 brd 172.31.0.255 scope global secondary dynamic"
                        + " noprefixroute label wlan0 dev wlan0 # valid_lft 86023 preferred_lft forever");
        assertThat(saved("routes4"))
                .containsExactly(
                        "172.31.0.0/24 dev wlan0 proto kernel scope link metric 600",
                        "default proto static nexthop via 172.31.0.1 dev wlan0 weight 1");
        assertThat(saved("rules4"))
                .containsExactly("pref 0 from all lookup local", "pref 10102 from 172.31.0.173 iif lo lookup 102");
        assertThat(saved("qdiscs"))
                .containsExactly(
                        "dev wlan0 root handle 8005: tbf rate 200Mbit burst 32750b lat 50ms",
                        "dev wlan0 class tbf 8005:1 parent 8005:");
        assertThat(saved("sysctls")).containsExactly("net/ipv4/conf/eth0.100/rp_filter=2");
    }

    private List<String> saved(String family) {
        try {
            return Files.readAllLines(work.resolve("base/state/run-1").resolve(family));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCapturedIsNotOverwritten(Shell shell) throws IOException {
        ScriptRunner host = host(shell);
        host.run("snapshot.sh", "capture", "run-1").answer();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("base/state/run-1"))))
                .isEqualTo("rwx------");
        ScriptResult again = host.run("snapshot.sh", "capture", "run-1");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.stdout()).isEmpty();
        assertThat(again.stderr())
                .isEqualTo("snapshot.sh: run run-1 is captured already; 'restore.sh run run-1', then"
                        + " 'restore.sh forget run-1'\n");
    }

    @ParameterizedTest
    @EnumSource
    void aToolThatFailsLeavesNothingBehind(Shell shell) throws IOException {
        ScriptRunner host = host(shell).stub("tc", "case $1 in -j) echo '[]' ;; *) exit 1 ;; esac");
        ScriptResult result = host.run("snapshot.sh", "capture", "run-1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).isEqualTo("snapshot.sh: the state cannot be read or written\n");
        try (var files = Files.list(work.resolve("base/state"))) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeFoundOutIsNoEmptyAnswer(Shell shell) throws IOException {
        ScriptRunner host = host(shell)
                .stub("awk", "case $* in *what=json*) exit 2 ;; *) " + ScriptRunner.real("awk") + " ;; esac");
        assertThat(host.run("snapshot.sh", "capture", "run-1").stderr())
                .isEqualTo("snapshot.sh: the state cannot be read or written\n");
        host.stub("awk", ScriptRunner.real("awk"));
        host.stub("grep", "kill -KILL $PPID"); // which asks for all of the state: the rest of the answers is missing
        assertThat(host.run("snapshot.sh", "capture", "run-1").stderr())
                .endsWith("snapshot.sh: the state cannot be read or written\n");
        host.stub("grep", ScriptRunner.real("grep"));
        host.file("base/state/run-0/captured", "1.00 2026-11-22T06:03:34Z\n");
        host.stub("sed", "[ \"$1\" != 's/.* //' ] || exit 2; " + ScriptRunner.real("sed"));
        assertThat(host.run("snapshot.sh", "capture", "run-1").stderr())
                .isEqualTo("snapshot.sh: the captured runs cannot be read\n");
        assertThat(host.run("restore.sh", "all").exitCode()).isEqualTo(1);
        try (var files = Files.list(work.resolve("base/state"))) {
            assertThat(files).extracting(Path::getFileName).containsExactly(Path.of("run-0"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whileAnotherRunIsCapturedNothingIs(Shell shell) throws IOException {
        ScriptRunner host = host(shell);
        host.file("base/state/other/captured", "99.10 2026-11-22T06:00:00Z\n");
        host.file("base/state/other/restored", "");
        ScriptResult result = host.run("snapshot.sh", "capture", "run-1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .isEqualTo("snapshot.sh: run other is captured since 2026-11-22T06:00:00Z and not forgotten;"
                        + " 'restore.sh run other', then 'restore.sh forget other'; or 'pilab restore'\n");
        assertThat(host.calls()).isEmpty();
        assertThat(states()).containsExactly("other");

        host.run("restore.sh", "forget", "other").answer();
        host.run("snapshot.sh", "capture", "run-1").answer();
        assertThat(states()).containsExactly("run-1");
    }

    /** The first is held up while it reads the state; the second has begun before the first is captured. */
    @ParameterizedTest
    @EnumSource
    void ofTwoCapturesAtOnceTheSecondIsRefused(Shell shell) throws IOException, InterruptedException {
        ScriptRunner host = slow(shell);
        Process first = captureOf(host, "run-1");
        Await.until("the first reads the state", () -> host.calls().contains("ip -j link show"));
        Process second = captureOf(host, "run-2");
        Await.until("the second asks for the lock", () -> Collections.frequency(host.calls(), "flock -n 9") > 1);
        host.file("go", "");
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(work.resolve("run-2.out")).isEmptyFile();
        assertThat(work.resolve("run-2.err")).content().contains("snapshot.sh: run run-1 is captured since 20");
        assertThat(states()).containsExactly("run-1");
    }

    @ParameterizedTest
    @EnumSource
    void halfOfWhatAKilledCaptureWroteIsRemoved(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("base/state/.run-1.4711/scope", "");
        host.run("snapshot.sh", "capture", "run-2").answer();
        assertThat(work.resolve("base/state/.run-1.4711")).doesNotExist();
        assertThat(work.resolve("base/state/run-2/captured")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void aCaptureThatWasKilledLocksNobodyOut(Shell shell) throws IOException, InterruptedException {
        ScriptRunner host = slow(shell);
        Process killed = captureOf(host, "run-1");
        Await.until("it reads the state", () -> host.calls().contains("ip -j link show"));
        killed.destroyForcibly().waitFor();
        host.file("go", "");
        host.run("snapshot.sh", "capture", "run-2").answer();
        assertThat(states()).containsExactly("run-2");
    }

    /** A host whose ip waits for the file "go"; the wait ends with the test's folder too. */
    private ScriptRunner slow(Shell shell) {
        return host(shell)
                .stub("ip", ScriptRunner.until(work.resolve("go")) + ANSWERS)
                .stub("flock", ScriptRunner.real("flock"));
    }

    private Process captureOf(ScriptRunner host, String run) {
        return host.start(
                host.words("snapshot.sh", "capture", run),
                Path.of("/dev/null"),
                work.resolve(run + ".out"),
                work.resolve(run + ".err"));
    }

    /** The runs that are captured; what a capture works on begins with a dot. */
    private List<String> states() throws IOException {
        try (var files = Files.list(work.resolve("base/state"))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> !f.startsWith("."))
                    .toList();
        }
    }

    /** Of the processes that /proc shows one is a trial's; the other one is somebody's iperf3. */
    @ParameterizedTest
    @EnumSource
    void ofTheProcessesOnlyThoseOfATrialAreListed(Shell shell) throws IOException, InterruptedException {
        ScriptRunner host = host(shell);
        host.file("base/runs/run-1/01-mptcp/mark", "6f1c\n");
        host.file("proc/7/comm", "iperf3\n");
        host.file("proc/7/cmdline", "iperf3\0-s\0");
        host.file("proc/7/environ", "PILAB_MARK=6f1d\0HOME=/\0");
        host.file("proc/8/cmdline", "sleep\000300\0");
        host.file("proc/8/environ", "HOME=/\0PILAB_MARK=6f1c\0");
        ScriptResult result = host.run("snapshot.sh", "show");
        assertThat(result.answer()).containsEntry("processes", List.of(Map.of("pid", 8, "command", "sleep 300")));
        assertThat(result.stderr()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void listTellsTheNewestFirst(Shell shell) {
        ScriptRunner host = host(shell);
        assertThat(host.run("snapshot.sh", "list").objects()).isEmpty();
        host.file("base/state/old/captured", "99.10 2026-11-22T06:00:00Z\n");
        host.file("base/state/old/restored", "");
        host.file("base/state/new/captured", "812.55 2026-11-22T06:03:34Z\n");
        assertThat(host.run("snapshot.sh", "list").objects())
                .containsExactly(
                        Map.of("run", "new", "captured", "2026-11-22T06:03:34Z", "restored", false),
                        Map.of("run", "old", "captured", "2026-11-22T06:00:00Z", "restored", true));
    }
}
