package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults at their offsets; the stub of ip writes down when each of them reached it. */
class TimelineScriptTest {
    /** Nanoseconds; what a busy machine may add, though not a later fault's offset. */
    private static final long LATE = 900_000_000L;

    /** Nanoseconds; the script is called this much sooner, since it takes its time to start. */
    private static final long LEAD = 20_000_000L;

    @TempDir
    Path work;

    private TestingTrialHost trial;

    @AfterEach
    void noTimerStays() {
        trial.close();
    }

    private ScriptRunner host(Shell shell, String answer) {
        String moment = "cat >/dev/null; echo \"$(date +%s%N) $*\" >>'" + work + "/moments'; ";
        ScriptRunner host = new ScriptRunner(shell, work).stub("ip", moment + answer);
        trial = new TestingTrialHost(host);
        return host;
    }

    /** With an armed dead man's switch. */
    private ScriptResult fire(ScriptRunner host, long zero, String specification) {
        trial.arm();
        return fire(host, zero, specification, 1);
    }

    /** @param end until which second since boot the dead man's switch has to wait */
    private ScriptResult fire(ScriptRunner host, long zero, String specification, long end) {
        host.file("base/runs/run-1/01-mptcp/spec", specification);
        host.file("base/runs/run-1/01-mptcp/end", end + "\n");
        return host.run("timeline.sh", "run", trial.folder().toString(), "" + zero);
    }

    private void refusedBecause(ScriptRunner host, long end, String reason) {
        ScriptResult result = fire(host, now(), """
                fault 0 0 inject link.sh down wlan0
                fault 0 0 heal link.sh up wlan0
                """, end);
        assertThat(result.exitCode()).as(reason).isEqualTo(1);
        assertThat(result.objects().get(0))
                .containsEntry("event", "refused")
                .containsEntry("reason", "fault 0 is not fired: the dead man's switch of run-1-01-mptcp " + reason);
        assertThat(result.objects().get(1)).as("what it did before is healed").containsEntry("event", "heal");
        assertThat(host.calls()).contains("ip link set dev wlan0 up").doesNotContain("ip link set dev wlan0 down");
    }

    private Map<String, Object> status() {
        return trial.runner().run("deadman.sh", "status", "run-1-01-mptcp").answer();
    }

    private void timer(String signal) {
        trial.runner().command(List.of("kill", signal, status().get("pid").toString()));
    }

    @ParameterizedTest
    @EnumSource
    void noFaultIsFiredWithoutAnArmedDeadMansSwitch(Shell shell) throws IOException {
        ScriptRunner host = host(shell, "");
        refusedBecause(host, 1, "has nothing to restore: nothing is captured");
        trial.arm().disarm();
        refusedBecause(host, 1, "is not armed");
        trial.arm();
        timer("-KILL");
        Await.until("it is gone", () -> status().get("armed").equals(false));
        refusedBecause(host, 1, "is not armed");
        trial.arm();
        host.file("base/deadman/run-1-01-mptcp/fired", "7\n");
        refusedBecause(host, 1, "has fired");
        trial.arm();
        timer("-STOP");
        refusedBecause(host, 1, "is stopped (process " + status().get("pid") + ")");
        trial.arm();
        Files.delete(host.base().resolve("state/run-1-01-mptcp/captured"));
        refusedBecause(host, 1, "has nothing to restore: nothing is captured");
    }

    @ParameterizedTest
    @EnumSource
    void noFaultIsFiredWhoseTrialMayOutlastTheDeadMansSwitch(Shell shell) throws IOException {
        ScriptRunner host = host(shell, "");
        trial.arm();
        String timer = Files.readString(host.base().resolve("deadman/run-1-01-mptcp/timer"));
        long expires = Long.parseLong(timer.strip().split(" ")[2]);
        ScriptResult refused = fire(host, now(), "fault 0 0 inject link.sh down wlan0\n", expires + 1);
        assertThat(refused.objects().get(0).get("reason").toString())
                .matches(".* run-1-01-mptcp fires in [0-9]+ s, before the trial's end");
        assertThat(host.calls()).noneMatch(call -> call.contains("wlan0"));
        assertThat(fire(host, now(), "fault 0 0 inject link.sh down wlan0\n", expires)
                        .answer())
                .containsEntry("code", 0);
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private static long number(Map<String, Object> record, String key) {
        return ((Number) record.get(key)).longValue();
    }

    @ParameterizedTest
    @EnumSource
    void faultsAreFiredInOrderAtTheirOffsets(Shell shell) throws IOException {
        ScriptRunner host = host(shell, "");
        long zero = now();
        ScriptResult result = fire(host, zero, """
                traffic /usr/bin/iperf3
                fault 400 0 inject link.sh down wlan0
                interface wlan0
                fault 1400 1 inject link.sh down eth0
                fault 1400 0 heal link.sh status-of-nothing wlan0""");
        assertThat(result.exitCode()).as("the last one is a wrong call").isEqualTo(1);
        List<String> moments = Files.readAllLines(work.resolve("moments")).stream()
                .filter(line -> !line.endsWith(" show dev lo")) // the rehearsal
                .toList();
        assertThat(moments).hasSize(2);
        assertThat(moments.get(0)).endsWith(" link set dev wlan0 down");
        assertThat(moments.get(1)).endsWith(" link set dev eth0 down");
        assertThat(Long.parseLong(moments.get(0).split(" ")[0]) - zero)
                .isBetween(400_000_000L - LEAD, 400_000_000L + LATE);
        assertThat(Long.parseLong(moments.get(1).split(" ")[0]) - zero)
                .isBetween(1_400_000_000L - LEAD, 1_400_000_000L + LATE);

        List<Map<String, Object>> records = result.objects();
        assertThat(records).hasSize(3);
        assertThat(records.get(0))
                .containsEntry("event", "inject")
                .containsEntry("step", 0)
                .containsEntry("code", 0);
        assertThat(records.get(1)).containsEntry("event", "inject").containsEntry("step", 1);
        assertThat(records.get(2))
                .containsEntry("event", "heal")
                .containsEntry("step", 0)
                .containsEntry("code", 2);
        assertThat(number(records.get(0), "time") - zero).isBetween(400_000_000L - LEAD, 400_000_000L + LATE);
        assertThat(records).allSatisfy(r -> assertThat(number(r, "done")).isGreaterThan(number(r, "time")));
    }

    @ParameterizedTest
    @EnumSource
    void theChangeItselfIsTimedWhereTheKernelDoesNotTell(Shell shell) {
        ScriptRunner host = host(shell, "case \"$*\" in *' set '*) sleep 0.2 ;; esac");
        ScriptResult result = fire(host, now(), """
                fault 0 0 inject setting.sh limits 3 4
                fault 0 1 inject link.sh down wlan0
                """);
        Map<String, Object> limits = result.objects().get(0);
        assertThat(number(limits, "changing")).isGreaterThan(number(limits, "time"));
        assertThat(number(limits, "changed") - number(limits, "changing")).isBetween(200_000_000L, LATE);
        assertThat(number(limits, "changed")).isLessThan(number(limits, "done"));
        assertThat(result.objects().get(1)).doesNotContainKeys("changing", "changed");
    }

    @ParameterizedTest
    @EnumSource
    void aCommandThatFailsDoesNotStopTheLaterOnes(Shell shell) {
        ScriptRunner host = host(shell, "case \"$*\" in *eth0*) echo 'no eth0' >&2; exit 1 ;; esac");
        ScriptResult result = fire(host, now(), """
                fault 0 0 inject link.sh down eth0
                fault 0 1 inject nothing.sh down wlan0
                fault 0 2 inject link.sh down wlan0
                """);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.objects().stream().map(r -> r.get("code"))).element(0).isEqualTo(1);
        assertThat(result.objects().get(1).get("code")).isNotEqualTo(0);
        assertThat(result.objects().get(2)).containsEntry("code", 0);
        assertThat(host.calls())
                .containsExactly("ip link show dev lo", "ip link set dev eth0 down", "ip link set dev wlan0 down");
        assertThat(result.stderr()).contains("no eth0").contains("link.sh: eth0 could not be set down");
    }

    @ParameterizedTest
    @EnumSource
    void theHealOfALossSaysWhatWasCounted(Shell shell) throws IOException {
        String rule = "counter packets %s bytes 9 numgen random mod 10000 < 200 counter packets %s bytes 9 drop";
        ScriptRunner host = host(shell, "")
                .stub(
                        "nft",
                        "case $1 in list) printf '\\tchain c {\\n\\t\\t%s\\n\\t}\\n' '" + rule.formatted(1000, 20)
                                + "' 'ip saddr " + "172.31.0.173 " + rule.formatted(500, 11) + "' ;; esac");
        ScriptResult result = fire(host, now(), """
                fault 0 0 inject drop.sh on 200 interface wlan0
                fault 0 0 heal drop.sh off interface wlan0
                """);
        assertThat(result.objects().get(0)).doesNotContainKeys("packets", "dropped");
        assertThat(result.objects().get(1))
                .containsEntry("event", "heal")
                .containsEntry("code", 0)
                .containsEntry("packets", 1500)
                .containsEntry("dropped", 31);
    }

    @ParameterizedTest
    @EnumSource
    void anOffsetThatIsOverIsFiredAtOnce(Shell shell) {
        ScriptRunner host = host(shell, "");
        ScriptResult result = fire(host, now() - 5_000_000_000L, "fault 1000 0 inject link.sh down wlan0\n");
        assertThat(result.answer()).containsEntry("code", 0);
        assertThat(result.stderr()).isEqualTo("+ ip link set dev wlan0 down\n");
    }

    @ParameterizedTest
    @EnumSource
    void withoutASpecificationItSaysSo(Shell shell) {
        ScriptRunner host = host(shell, "");
        ScriptResult result = host.run("timeline.sh", "run", work + "/nowhere", "1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).isEqualTo("timeline.sh: there is no " + work + "/nowhere/spec\n");
    }
}
