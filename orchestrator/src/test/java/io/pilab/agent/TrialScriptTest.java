package io.pilab.agent;

import static io.pilab.agent.TestingTrialHost.START;
import static io.pilab.agent.TestingTrialHost.specification;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a trial writes, whatever its traffic does. */
class TrialScriptTest {
    /** Traffic that lasts until the timeline has brought the link back. */
    private static final String UNTIL_HEALED =
            "echo \"$START\"; until grep -q '\"heal\"' agent.jsonl; do sleep 0.02; done; printf '{\"event\":\"end\"}'";

    @TempDir
    Path work;

    private TestingTrialHost host;

    @AfterEach
    void noProcessStays() {
        host.close();
    }

    private void run(Shell shell, String traffic, String... lines) {
        host = TestingTrialHost.stubbed(shell, work);
        host.start(traffic, lines);
        host.awaitDone();
    }

    @ParameterizedTest
    @EnumSource
    void theTimelineStartsWithTheTraffic(Shell shell) {
        run(
                shell,
                UNTIL_HEALED,
                "fault 50 0 inject link.sh down wlan0",
                "fault 150 0 heal link.sh up wlan0",
                "interface wlan0");
        assertThat(host.events())
                .containsSubsequence("start", "inject", "heal", "done")
                .contains("traffic-end");
        assertThat(host.event("start")).containsEntry("traffic_time_ms", 1700000000123L);
        assertThat(host.event("traffic-end")).containsEntry("code", 0);
        assertThat(host.text("traffic.jsonl")).isEqualTo(START + "\n{\"event\":\"end\"}");
        assertThat(host.text("routes4")).contains("dev wlan0").contains("metric 600");
        assertThat(host.runner().calls())
                .containsSubsequence(
                        "ip -o -4 route show table all",
                        "ip -ts mptcp monitor",
                        "ip link set dev wlan0 down",
                        "ip link set dev wlan0 up");
        assertThat(host.text("timeline.err")).isEqualTo("+ ip link set dev wlan0 down\n+ ip link set dev wlan0 up\n");
        assertThat(host.text("netstat-before.txt")).contains("TcpExt:");
        assertThat(host.text("netstat-after.txt")).contains("TcpExt:");
    }

    @ParameterizedTest
    @EnumSource
    void textBeforeTheStartDoesNotLoseIt(Shell shell) {
        String before = "warning: UDP block size 2048 exceeds TCP MSS 1448\n\nmore";
        run(
                shell,
                "printf '%s' '" + before + "'; " + UNTIL_HEALED,
                "fault 0 0 inject link.sh down wlan0",
                "fault 10 0 heal link.sh up wlan0");
        assertThat(host.events()).containsOnlyOnce("start").containsSubsequence("start", "inject", "heal", "done");
        assertThat(host.event("start")).containsEntry("traffic_time_ms", 1700000000123L);
        assertThat(host.text("traffic.jsonl")).isEqualTo(before + START + "\n{\"event\":\"end\"}");
    }

    @ParameterizedTest
    @EnumSource
    void theMonitorEndsOnceTheConnectionHas(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);
        String of = "token=45274103 saddr4=172.31.0.133 daddr4=172.31.0.218 sport=42322 dport=";
        host.runner()
                .stub(
                        "ip",
                        "case \"$*\" in *'mptcp monitor') echo '[t] [       CREATED] " + of
                                + "5201'; echo '[t] [       CREATED] token=9 dport=443'; sleep 0.05;"
                                + " echo '[t] [        CLOSED] token=45274103' ;; esac");
        host.start("echo \"$START\"");
        host.awaitDone();
        assertThat(host.text("mptcp.txt")).contains(" CLOSED] token=45274103");
    }

    @ParameterizedTest
    @EnumSource
    void noFaultIsFiredOnceTheTrafficIsOver(Shell shell) {
        run(shell, "echo \"$START\"; sleep 0.2; exit 3", "fault 60000 0 inject link.sh down wlan0");
        assertThat(host.events()).containsExactly("warning", "warning", "start", "traffic-end", "done");
        assertThat(host.event("traffic-end")).containsEntry("code", 3);
        Await.until("the timeline is gone", () -> host.processes().isEmpty());
        assertThat(host.runner().calls()).noneMatch(c -> c.contains("wlan0 down"));
    }

    @ParameterizedTest
    @EnumSource
    void trafficThatDoesNotStartFiresNothing(Shell shell) {
        run(
                shell,
                "printf '{\"event\":\"error\",\"data\":\"unable to connect\"}'; echo no >&2; exit 1",
                "fault 0 0 inject link.sh down wlan0");
        assertThat(host.events()).doesNotContain("start", "inject");
        assertThat(host.event("traffic-end")).containsEntry("code", 1);
        assertThat(host.text("traffic.jsonl")).isEqualTo("{\"event\":\"error\",\"data\":\"unable to connect\"}\n");
        assertThat(host.text("traffic.err")).isEqualTo("no\n");
    }

    @ParameterizedTest
    @EnumSource
    void silentTrafficLeavesAnEmptyFile(Shell shell) {
        run(shell, "exit 0");
        assertThat(host.text("traffic.jsonl")).isEmpty();
        assertThat(host.event("traffic-end")).containsEntry("code", 0);
    }

    @ParameterizedTest
    @EnumSource
    void aStartWithoutItsOwnTimeIsStillAStart(Shell shell) {
        run(shell, "echo '{\"event\":\"start\",\"data\":{}}'");
        assertThat(host.event("start")).containsEntry("traffic_time_ms", null);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyElseCanTakeWhatTheTrafficSays(Shell shell) throws IOException {
        host = TestingTrialHost.stubbed(shell, work);
        host.start("echo \"$START\"; sleep 300");
        host.awaitTraffic();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(host.folder().resolve("traffic.fifo"))))
                .isEqualTo("rw-------");
        host.call("stop").answer();
    }

    @ParameterizedTest
    @EnumSource
    void aServerSaysThatItListens(Shell shell) {
        run(shell, "echo LISTEN >\"$WORK/listeners\"; sleep 0.5; : >\"$WORK/listeners\"", "listens", "argument -1");
        assertThat(host.events()).containsSubsequence("listening", "traffic-end", "done");
    }

    @ParameterizedTest
    @EnumSource
    void trafficThatWaitsBeginsOnceItIsTold(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);
        host.start("echo \"$START\"", "waits");
        host.awaitEvent("ready");
        assertThat(host.text("traffic.jsonl")).isEmpty();

        assertThat(host.call("go").answer()).isEqualTo(Map.of("told", true));
        host.awaitDone();
        assertThat(host.events()).containsSubsequence("ready", "start", "traffic-end", "done");
        assertThat(host.call("go").answer()).as("it is over").isEqualTo(Map.of("told", false));
    }

    @ParameterizedTest
    @EnumSource
    void aWordBeforeItIsReadyIsNotLost(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);
        host.start("echo \"$START\"; sleep 0.3", "waits");
        host.call("go").answer();
        assertThat(host.call("go").answer())
                .as("again, after a lost connection")
                .isEqualTo(Map.of("told", true));
        host.awaitDone();
        assertThat(host.event("traffic-end")).containsEntry("code", 0);
    }

    @ParameterizedTest
    @EnumSource
    void trafficThatWaitsCanBeStopped(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);
        host.start("echo \"$START\"", "waits");
        host.awaitEvent("ready");
        host.call("stop").answer();
        assertThat(host.events()).contains("ready", "done").doesNotContain("start");
        assertThat(host.processes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aPortInUseIsRefusedWithItsUser(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);
        host.runner().file("listeners", "LISTEN 0 5 *:5201 *:* users:((\"iperf3\",pid=812,fd=3))\n");
        host.prepare(specification(host.traffic("echo never"), "listens")).answer();
        host.arm().call("start").answer();
        host.awaitDone();
        assertThat(host.events()).containsExactly("refused");
        assertThat(host.event("refused"))
                .containsEntry("reason", "port 5201 is in use: LISTEN 0 5 :5201 : users:((iperf3,pid=812,fd=3))");
        assertThat(host.processes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theHostItselfEndsTrafficThatHangs(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);
        String specification = specification(host.traffic("echo \"$START\"; exec sleep 300"));
        host.prepare(specification.replace("limit 60", "limit 1")).answer();
        host.arm().call("start").answer();
        host.awaitDone();
        assertThat(host.events()).containsSubsequence("start", "watchdog", "traffic-end", "done");
        assertThat(host.event("watchdog")).containsEntry("limit", 1);
        assertThat(host.event("traffic-end")).containsEntry("code", 124);
    }
}
