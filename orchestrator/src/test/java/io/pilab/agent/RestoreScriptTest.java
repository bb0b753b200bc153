package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Order, lock, failures; that the state is really as before is shown in namespaces. */
class RestoreScriptTest {
    /** A host whose wlan0 is down and stays without its routes: nothing that is put back is ever seen again. */
    private static final String ANSWERS = """
            case "$*" in
              '-o link show') echo '3: wlan0: <BROADCAST,UP> mtu 1500 qdisc tbf state UP mode DEFAULT\\' ;;
              '-4 rule show') printf '10102:\\tfrom 172.31.0.173 lookup 102\\n' ;;
              *route?append*) exit 2 ;;
            esac""";

    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        ScriptRunner runner =
                new ScriptRunner(shell, work).stub("ip", ANSWERS).stub("tc", "").stub("sysctl", "");
        runner.file("proc/uptime", "812.55 1.0\n");
        return runner.environment("PILAB_PROC", work.resolve("proc").toString());
    }

    private static void captured(ScriptRunner host, Map<String, String> lines) {
        for (String family : List.of(
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
                "filters")) {
            host.file("base/state/run-1/" + family, lines.getOrDefault(family, ""));
        }
        host.file("base/state/run-1/captured", "1.00 2026-11-22T06:03:34Z\n");
    }

    @ParameterizedTest
    @EnumSource
    void withoutASnapshotThereIsNothingToDo(Shell shell) {
        ScriptRunner host = host(shell);
        assertThat(host.run("restore.sh", "run", "run-1").answer())
                .isEqualTo(Map.of(
                        "run",
                        "run-1",
                        "restored",
                        true,
                        "changed",
                        0,
                        "failed",
                        List.of(),
                        "note",
                        "nothing captured"));
        assertThat(host.run("restore.sh", "all").objects()).isEmpty();
        assertThat(host.run("restore.sh", "forget", "run-1").answer()).containsEntry("changed", false);
        assertThat(host.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatAProofThatWasKilledHasLeftIsRemoved(Shell shell) {
        ScriptRunner host = host(shell);
        String running = "base/proof.4711";
        host.file(running + "/links", "");
        host.file("proc/4711/stat", "4711 (sh) S" + " 1".repeat(30) + "\n");
        host.file("base/proof.99999999/links", "");
        host.run("restore.sh", "all");
        assertThat(work.resolve(running)).isDirectory();
        assertThat(work.resolve("base/proof.99999999")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAsCapturedIsLeftAlone(Shell shell) {
        ScriptRunner host = host(shell);
        captured(
                host,
                Map.of("links", "wlan0 up mtu 1500 # UP\n", "rules4", "pref 10102 from 172.31.0.173 lookup 102\n"));
        ScriptResult result = host.run("restore.sh", "run", "run-1");
        assertThat(result.answer()).containsEntry("restored", true).containsEntry("changed", 0);
        assertThat(result.stderr()).isEmpty();
        assertThat(work.resolve("base/state/run-1/restored")).exists();
        assertThat(work.resolve("base/restore/work")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsToldAndTheRestIsRestored(Shell shell) {
        ScriptRunner host = host(shell);
        captured(
                host,
                Map.of(
                        "links",
                        "wlan0 up mtu 1500 # UP\n",
                        "routes4",
                        "172.31.0.0/24 dev wlan0 table 102 scope link\n",
                        "sysctls",
                        "net/mptcp/\"odd\"=4\n"));
        ScriptResult result = host.run("restore.sh", "run", "run-1");
        assertThat(result.exitCode()).isEqualTo(1);
        Map<String, Object> answer = result.objects().get(0);
        assertThat(answer).containsEntry("restored", false);
        assertThat(answer.get("failed"))
                .isEqualTo(List.of(
                        "sysctls: missing: net/mptcp/\"odd\"=4",
                        "routes4: missing: 172.31.0.0/24 dev wlan0 table 102 scope link",
                        "rules4: was not there: pref 10102 from 172.31.0.173 lookup 102"));
        assertThat(result.changes())
                .startsWith("sysctl -q -w net/mptcp/\"odd\"=4")
                .contains("ip -4 route append 172.31.0.0/24 dev wlan0 table 102 scope link")
                .contains("ip -4 rule del pref 10102 from 172.31.0.173 lookup 102");
        assertThat(work.resolve("base/state/run-1/restored")).doesNotExist();
        assertThat(work.resolve("base/restore/work")).doesNotExist();
    }

    /** A VPN came up and docker's bridge lost its last container; the trial has taken wlan0's rule away. */
    private static final String OTHERS = """
            case "$*" in
              '-o link show')
                echo '3: wlan0: <BROADCAST,UP> mtu 1500 qdisc tbf state UP mode DEFAULT\\'
                echo '4: docker0: <BROADCAST> mtu 1400 qdisc noqueue state DOWN mode DEFAULT\\' ;;
              '-4 rule show')
                printf '5270:\\tfrom all lookup 52\\n'
                [ -e "$PILAB_BASE/deleted" ] || printf '9000:\\tfrom 172.31.0.173 lookup 9\\n' ;;
              '-4 rule del'*) : >"$PILAB_BASE/deleted" ;;
              '-o -4 route show table all') echo '10.8.0.0/16 via 172.17.0.9 dev docker0' ;;
            esac""";

    private static void capturedWithOthers(ScriptRunner host, String scope) {
        host.file("base/state/run-1/scope", scope + "\nwlan0\n172.31.0.173\n");
        captured(
                host,
                Map.of(
                        "links",
                        "wlan0 up mtu 1500 # UP\ndocker0 up mtu 1500 # UP\nveth1 up mtu 1500 # UP\n",
                        "addresses4",
                        "172.17.0.1/16 dev docker0\n10.1.1.1/24 dev veth1\n",
                        "rules4",
                        "pref 700 from all lookup 77\n",
                        "sysctls",
                        "net/ipv4/conf/veth1/rp_filter=2\nnet/ipv4/tcp_congestion_control=bbr\n"));
    }

    @ParameterizedTest
    @EnumSource
    void whatOthersChangedIsLeftAloneAndTold(Shell shell) {
        ScriptRunner host = host(shell).stub("ip", OTHERS);
        capturedWithOthers(host, "lab");
        ScriptResult result = host.run("restore.sh", "run", "run-1");
        assertThat(result.answer()).containsEntry("restored", true);
        assertThat(result.changes())
                .containsExactly("ip -4 rule del pref 9000 from 172.31.0.173 lookup 9"); // the trial's own
        assertThat(result.answer().get("left"))
                .asInstanceOf(LIST)
                .containsExactlyInAnyOrder(
                        "links: missing: docker0 up mtu 1500",
                        "links: was not there: docker0 down mtu 1400",
                        "links: missing: veth1 up mtu 1500",
                        "addresses4: missing: 172.17.0.1/16 dev docker0",
                        "addresses4: missing: 10.1.1.1/24 dev veth1",
                        "routes4: was not there: 10.8.0.0/16 via 172.17.0.9 dev docker0",
                        "rules4: missing: pref 700 from all lookup 77",
                        "rules4: was not there: pref 5270 from all lookup 52",
                        "sysctls: missing: net/ipv4/conf/veth1/rp_filter=2",
                        "sysctls: missing: net/ipv4/tcp_congestion_control=bbr");
    }

    @ParameterizedTest
    @EnumSource
    void afterARestartWhatWasCapturedComesBackUnlessItsInterfaceIsGone(Shell shell) {
        ScriptRunner host = host(shell).stub("ip", OTHERS);
        capturedWithOthers(host, "host");
        ScriptResult result = host.run("restore.sh", "run", "run-1");
        assertThat(result.changes())
                .contains(
                        "ip -4 addr add 172.17.0.1/16 dev docker0",
                        "ip -4 rule add pref 700 from all lookup 77",
                        "sysctl -q -w net/ipv4/tcp_congestion_control=bbr")
                .noneMatch(change -> change.contains("veth1"))
                .noneMatch(change -> change.contains(" 5270 ") || change.startsWith("ip link"));
    }

    /** The same as printf(1) takes it: three octal digits a byte. */
    private static String encoded(String command) {
        StringBuilder digits = new StringBuilder();
        command.chars().forEach(c -> digits.append(String.format("%03o", c)));
        return digits.toString();
    }

    @ParameterizedTest
    @EnumSource
    void anUndoThatFailsIsToldAndStays(Shell shell) {
        ScriptRunner host = host(shell);
        host.stub("timeout", "shift; case \"$*\" in *hang*) exit 124 ;; esac; exec \"$@\"");
        captured(
                host,
                Map.of("links", "wlan0 up mtu 1500 # UP\n", "rules4", "pref 10102 from 172.31.0.173 lookup 102\n"));
        Path undo = host.file(
                "base/state/run-1/undo", encoded("exit 3") + "\n" + encoded("true") + "\n" + encoded("hang") + "\n");

        ScriptResult result = host.run("restore.sh", "run", "run-1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.objects().get(0))
                .containsEntry("restored", false)
                .containsEntry(
                        "failed",
                        List.of(
                                "undo command killed after 20 s: hang",
                                "undo command failed with exit code 3: exit 3"));
        assertThat(undo).hasContent(encoded("exit 3") + "\n" + encoded("hang"));
        assertThat(work.resolve("base/state/run-1/restored")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aToolThatCanNotReadIsNotTakenForAnEmptyHost(Shell shell) {
        ScriptRunner host = host(shell).stub("ip", "exit 1");
        captured(host, Map.of("routes4", "default via 172.31.0.1 dev wlan0\n"));
        ScriptResult result = host.run("restore.sh", "run", "run-1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout()).contains("routes4: cannot be read");
        assertThat(result.changes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatAKilledRestoreLeftIsThrownAway(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("base/restore/work/lost", "pref 1 from 10.0.0.1 lookup 7\n");
        captured(
                host,
                Map.of("links", "wlan0 up mtu 1500 # UP\n", "rules4", "pref 10102 from 172.31.0.173 lookup 102\n"));
        assertThat(host.run("restore.sh", "run", "run-1").answer()).containsEntry("changed", 0);
        assertThat(work.resolve("base/restore/work")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aSecondRestoreWaitsForTheFirst(Shell shell) throws IOException {
        ScriptRunner host = host(shell).environment("PILAB_PROC", "/proc");
        host.file("base/restore/keep", "");
        Path free = work.resolve("free");
        host.stub("sleep", ": >'" + free + "'").stub("flock", "[ -e '" + free + "' ]");
        assertThat(host.run("restore.sh", "forget", "run-1").answer()).containsEntry("changed", false);
        assertThat(host.calls()).contains("sleep 0.010");
        assertThat(host.calls().stream().filter("flock -n 9"::equals)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void forgetRemovesTheSnapshot(Shell shell) {
        ScriptRunner host = host(shell);
        captured(host, Map.of());
        assertThat(host.run("restore.sh", "forget", "run-1").answer())
                .isEqualTo(Map.of("run", "run-1", "changed", true));
        assertThat(work.resolve("base/state/run-1")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void halfACaptureGoesWithItsRunAndWithARestoreOfAll(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("base/state/.run-1.4711/scope", "");
        host.file("base/state/.run-2.4712/scope", "");
        host.run("restore.sh", "forget", "run-1").answer();
        assertThat(work.resolve("base/state/.run-1.4711")).doesNotExist();
        assertThat(work.resolve("base/state/.run-2.4712")).exists();
        assertThat(host.run("restore.sh", "all").objects()).isEmpty();
        assertThat(work.resolve("base/state/.run-2.4712")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void forgetRemovesWhatTheDeadMansSwitchLeftOnceItIsDisarmed(Shell shell) {
        ScriptRunner host = host(shell);
        captured(host, Map.of());
        host.file("base/deadman/run-1/log", "");
        host.file("base/deadman/run-1/timer", "1 2 3\n");
        host.run("restore.sh", "forget", "run-1").answer();
        assertThat(work.resolve("base/deadman/run-1/log")).exists();

        host.run("deadman.sh", "disarm", "run-1").answer();
        host.run("restore.sh", "forget", "run-1").answer();
        assertThat(work.resolve("base/deadman/run-1")).doesNotExist();
    }
}
