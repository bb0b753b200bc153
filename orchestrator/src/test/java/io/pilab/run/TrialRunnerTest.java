package io.pilab.run;

import static io.pilab.run.TestingHost.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.TestingLabs;
import io.pilab.fault.RateLimit;
import io.pilab.host.HostException;
import io.pilab.lab.Lab;
import io.pilab.lab.Role;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.record.Event;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteException;
import io.pilab.remote.TestingRemote;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.time.TestingTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialRunnerTest {
    private static final String LISTENING = chunk("agent.jsonl", "{\"time\":1,\"event\":\"listening\"}\n");

    private static final String FAILED = "{\"run\":\"r-01-mptcp\",\"restored\":false,\"changed\":1,"
            + "\"failed\":[\"undo command failed with exit code 3: exit 3\"]}\n";

    private final Lab lab = TestingLabs.blogDemo();
    private final RunPlan plan = Planner.plan(lab, lab.pairs().get(0), TestingLabs.wlan0Down());
    private final TestingHost client = new TestingHost("client");
    private final TestingHost server = new TestingHost("server").polls(LISTENING + "state running\n");

    @TempDir
    private Path runs;

    private TestingTrialRun trial;
    private TestingTime time = new TestingTime();

    @Test
    void nothingIsTouchedBeforeBothHostsAreCapturedAndArmed() {
        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).isEmpty();
        assertThat(client.calls())
                .containsSubsequence(
                        "snapshot.sh capture r-01-mptcp lab 172.31.0.133 172.31.0.173 eth0 wlan0",
                        "deadman.sh arm r-01-mptcp 66",
                        "deadman.sh status r-01-mptcp",
                        "mptcp.sh endpoint-add 172.31.0.133 eth0 1 subflow",
                        "experiment.sh prepare r 01-mptcp",
                        "experiment.sh start r 01-mptcp",
                        "experiment.sh stop r 01-mptcp",
                        "restore.sh run r-01-mptcp",
                        "snapshot.sh show",
                        "deadman.sh disarm r-01-mptcp",
                        "restore.sh forget r-01-mptcp");
        assertThat(ended.verified()).allMatch(v -> v.empty());
    }

    @Test
    void aHostThatWasTakenOverMeanwhileIsTheTrialsProblem() {
        for (TestingHost host : List.of(client, server)) {
            host.answers("lock.sh", "acquire", () -> TestingRemote.result(0, "{\"acquired\":true}", ""));
            host.answers("lock.sh", "renew", () -> TestingRemote.result(0, "{\"renewed\":true}", ""));
        }
        assertThat(locked().record().problem()).isEmpty();

        server.polls(LISTENING + "state running\n")
                .answers(
                        "lock.sh",
                        "renew",
                        () -> TestingRemote.result(
                                0,
                                "{\"renewed\":false,\"owner\":\"bob@desk\",\"run\":\"restore\",\"since\":\"noon\"}",
                                ""));
        assertThat(locked().record().problem())
                .get()
                .asString()
                .startsWith("server: lock lost; now held by bob@desk (restore) since noon.");
    }

    /** Somebody has put a shaper there since the preflight. */
    @Test
    void whatCannotBePutBackIsFoundAgainBeforeEachTrial() {
        Scenario model = TestingLabs.wlan0Down();
        TimedFault limit = new TimedFault(
                Duration.ofSeconds(3), Role.CLIENT, new RateLimit("wlan0", 10_000_000), Optional.empty(), false);
        Scenario shaped = TestingLab.scenario(
                model.name(),
                model.treatments().get(0).traffic(),
                model.arms(),
                1,
                new Timeline(List.of(limit)),
                model.expectations());
        client.answers("proof.sh", "collect", () -> TestingRemote.result(0, "{\"qdisc wlan0\":\"class htb 1:1\"}", ""));
        trial = new TestingTrialRun(lab, Planner.plan(lab, lab.pairs().get(0), shaped), runs, time);

        assertThatThrownBy(() -> trial.run(client, server))
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith(
                        "trial 01-mptcp was not begun:\n  client: rate-limit at 3 s takes the qdisc wlan0"
                                + " away, which cannot be restored as it is: class htb 1:1");

        assertThat(client.calls())
                .containsSubsequence(
                        "snapshot.sh capture r-01-mptcp lab 172.31.0.133 172.31.0.173 eth0 wlan0",
                        "restore.sh forget r-01-mptcp")
                .noneMatch(c -> c.startsWith("deadman.sh arm") || c.startsWith("mptcp.sh endpoint"));
        assertThat(server.calls()).noneMatch(c -> c.startsWith("proof.sh")).contains("restore.sh forget r-01-mptcp");
    }

    private TrialRunner.TrialEnd locked() {
        trial = new TestingTrialRun(lab, plan, runs, time);
        trial.locked();
        return trial.run(client, server);
    }

    @Test
    void aDeadManThatDoesNotArmStopsTheTrialBeforeAnythingIsTouched() {
        server.answers("deadman.sh", "status", () -> TestingRemote.result(0, "{\"armed\":false}", ""));

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem())
                .get()
                .asString()
                .startsWith(
                        "server: the dead man's switch did not arm: it says {\"armed\":false}. Nothing was touched.");
        assertThat(client.calls()).noneMatch(c -> c.startsWith("mptcp.sh") || c.startsWith("experiment.sh prepare"));
        assertThat(server.calls()).noneMatch(c -> c.startsWith("mptcp.sh") || c.startsWith("experiment.sh prepare"));
    }

    /** The controller slept after it had armed the hosts: the client has put itself back meanwhile. */
    @Test
    void nothingIsConfiguredOnceADeadMansSwitchHasFired() {
        int[] asked = {0};
        client.answers("deadman.sh", "status", () -> status(asked[0]++ > 0, 60));

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem())
                .contains("client: the dead man's switch has fired: the host has put itself back. Was the controller"
                        + " suspended? The trial ends here.");
        assertThat(client.calls())
                .noneMatch(c -> c.startsWith("mptcp.sh endpoint-add") || c.startsWith("experiment.sh start"))
                .containsSubsequence("deadman.sh arm r-01-mptcp 66", "restore.sh run r-01-mptcp");
    }

    @Test
    void nothingIsStartedOnceADeadMansSwitchHasFired() {
        client.answers(
                "deadman.sh", "status", () -> status(client.calls().contains("experiment.sh prepare r 01-mptcp"), 60));

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).get().asString().contains("the dead man's switch has fired");
        assertThat(client.calls())
                .contains("experiment.sh prepare r 01-mptcp")
                .doesNotContain("experiment.sh start r 01-mptcp");
    }

    @Test
    void aDeadMansSwitchThatWouldFireBeforeTheTrialsEndIsArmedAnewBeforeTheStart() {
        client.answers("deadman.sh", "status", () -> status(false, 20));

        assertThat(run().record().problem()).isEmpty();

        assertThat(client.calls())
                .containsSubsequence(
                        "deadman.sh arm r-01-mptcp 66",
                        "experiment.sh prepare r 01-mptcp",
                        "deadman.sh arm r-01-mptcp 66",
                        "experiment.sh start r 01-mptcp");
        assertThat(server.calls().stream().filter("deadman.sh arm r-01-mptcp 66"::equals))
                .hasSize(1);
    }

    @Test
    void aFaultThatTheHostDoesNotFireEndsTheTrial() {
        client.polls(
                        "state running\n",
                        chunk("agent.jsonl", "{\"time\":2,\"event\":\"refused\",\"reason\":\"fault 0 is not fired\"}\n")
                                + "state running\n")
                .always("state running\n");

        assertThat(run().record().problem()).contains("client: fault 0 is not fired");

        assertThat(client.calls()).containsSubsequence("experiment.sh stop r 01-mptcp", "restore.sh run r-01-mptcp");
    }

    private static CommandResult status(boolean fired, int left) {
        return TestingRemote.result(0, "{\"armed\":true,\"expires_in\":" + left + ",\"fired\":" + fired + "}", "");
    }

    @Test
    void aCaptureThatFailsOnTheSecondHostIsForgottenOnTheFirst() {
        server.fails("snapshot.sh", "capture", "snapshot.sh: No space left on device\n");

        assertThatThrownBy(this::run).hasMessage("""
                        server: snapshot.sh capture r-01-mptcp lab 172.31.0.218 172.31.0.237 eth0 wlan0 exited 1:
                          snapshot.sh: No space left on device
                          Free some space under /run (df -h /run shows it; old runs lie in /run/pilab).""");
        assertThat(client.calls()).contains("restore.sh forget r-01-mptcp");
        assertThat(client.calls()).noneMatch(c -> c.startsWith("deadman.sh arm"));
    }

    @Test
    void aTrialThatFailsHalfWayIsStoppedAndRestoredOnBothHosts() {
        client.fails("experiment.sh", "start", "experiment.sh: boom\n");

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).get().asString().contains("experiment.sh start r 01-mptcp exited 1");
        for (TestingHost host : List.of(client, server)) {
            assertThat(host.calls())
                    .containsSubsequence(
                            "experiment.sh stop r 01-mptcp",
                            "restore.sh run r-01-mptcp",
                            "deadman.sh disarm r-01-mptcp");
        }
    }

    @Test
    void anInterruptStillPutsTheHostsBack() {
        client.always("state running\n");
        time = new TestingTime().interruptAt(2);

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).contains("interrupted");
        assertThat(client.calls()).containsSubsequence("experiment.sh stop r 01-mptcp", "restore.sh run r-01-mptcp");
        assertThat(ended.verified()).allMatch(v -> v.empty());
    }

    @Test
    void anInterruptWhileTheHostsAreRestoredIsKeptForAfterwards() {
        Thread operator = Thread.currentThread();
        client.answers("restore.sh", "run", () -> {
            operator.interrupt();
            return TestingRemote.result(0, TestingHost.RESTORED, "");
        });

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.interrupted()).isTrue();
        assertThat(client.calls())
                .containsSubsequence("restore.sh run r-01-mptcp", "snapshot.sh show", "deadman.sh disarm r-01-mptcp");
        assertThat(server.calls()).contains("deadman.sh disarm r-01-mptcp");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anInterruptWithinACommandEndsTheRun() {
        client.answers("experiment.sh", "start", () -> {
            Thread.currentThread().interrupt();
            throw new RemoteException("client", RemoteException.RemoteFailure.INTERRUPTED, "'start' was interrupted");
        });

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.interrupted()).isTrue();
        assertThat(ended.record().problem()).contains("interrupted");
        assertThat(server.calls()).contains("deadman.sh disarm r-01-mptcp");
    }

    @Test
    void whateverFailsHereTheHostsAreRestored() {
        client.answers("spool.sh", "read", () -> {
            throw new IllegalStateException("nobody foresaw this");
        });

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).get().asString().contains("nobody foresaw this");
        for (TestingHost host : List.of(client, server)) {
            assertThat(host.calls())
                    .containsSubsequence(
                            "experiment.sh stop r 01-mptcp",
                            "restore.sh run r-01-mptcp",
                            "deadman.sh disarm r-01-mptcp");
        }
    }

    @Test
    void anAnswerThatNobodyForesawIsThatHostsDifferenceAlone() {
        client.answers("snapshot.sh", "show", () -> TestingRemote.result(0, "Segmentation fault", ""));

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.verified().get(0).difference())
                .singleElement()
                .asString()
                .startsWith("could not be verified");
        assertThat(ended.verified().get(1).difference()).isEmpty();
    }

    @Test
    void aConnectionThatTheRestoreItselfCutIsMadeAgain() {
        int[] calls = {0};
        client.answers("restore.sh", "run", () -> {
            if (calls[0]++ < 2) {
                throw new RemoteException("client", RemoteException.RemoteFailure.CONNECTION_LOST, "gone");
            }
            return TestingRemote.result(0, TestingHost.RESTORED, "");
        });

        TrialRunner.TrialEnd ended = run();

        assertThat(calls[0]).isEqualTo(3);
        assertThat(ended.verified()).allMatch(v -> v.empty());
    }

    @Test
    void aHostThatDiffersStaysArmedAndTheDifferenceIsInTheRecord() {
        client.answers(
                "snapshot.sh",
                "show",
                () -> TestingRemote.result(0, "{\"endpoints\":[{\"id\":9,\"address\":\"172.31.0.173\"}]}", ""));

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.verified().get(0).difference()).hasSize(1);
        assertThat(client.calls()).noneMatch(c -> c.startsWith("deadman.sh disarm"));
        assertThat(ended.record().events())
                .filteredOn(Event.Restore.class::isInstance)
                .extracting(e -> ((Event.Restore) e).verified())
                .containsExactly(false, true);
    }

    @Test
    void whatOthersChangedMeanwhileIsToldAndNoReasonToKeepTheCapture() {
        client.answers(
                "snapshot.sh",
                "show",
                () -> TestingRemote.result(0, "{\"endpoints\":[{\"id\":9,\"address\":\"10.0.0.1\"}]}", ""));

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.verified()).allMatch(v -> v.empty());
        assertThat(client.calls()).contains("restore.sh forget r-01-mptcp");
        assertThat(trial.told()).contains("client: left alone, not of this trial: endpoint id 9: was not there before");
        assertThat(ended.record().events())
                .filteredOn(Event.Restore.class::isInstance)
                .extracting(e -> ((Event.Restore) e).left())
                .containsExactly(List.of("endpoint id 9: was not there before"), List.of());
    }

    @Test
    void whatTheHostCouldNotPutBackIsADifferenceAlthoughNothingElseDiffers() {
        client.answers("restore.sh", "run", () -> TestingRemote.result(1, FAILED, "restore.sh: not restored: ...\n"));

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.verified().get(0).difference())
                .containsExactly("undo command failed with exit code 3: exit 3");
        assertThat(client.calls())
                .noneMatch(c -> c.startsWith("deadman.sh disarm") || c.startsWith("restore.sh forget"));
        assertThat(client.calls().stream().filter("restore.sh run r-01-mptcp"::equals))
                .as("tried again")
                .hasSizeBetween(2, 4);
        assertThat(ended.record().events())
                .filteredOn(Event.Restore.class::isInstance)
                .extracting(e -> ((Event.Restore) e).verified())
                .containsExactly(false, true);
    }

    @Test
    void aRestoreThatDiesIsCalledAgain() {
        int[] calls = {0};
        client.answers(
                "restore.sh",
                "run",
                () -> calls[0]++ == 0
                        ? TestingRemote.result(143, "", "")
                        : TestingRemote.result(0, TestingHost.RESTORED, ""));

        TrialRunner.TrialEnd ended = run();

        assertThat(calls[0]).isEqualTo(2);
        assertThat(ended.verified()).allMatch(v -> v.empty());
        assertThat(client.calls()).contains("restore.sh forget r-01-mptcp");
    }

    @Test
    void anAnswerThatDoesNotSaySoIsNoRestore() {
        client.answers("restore.sh", "run", () -> TestingRemote.result(0, "{}", ""));

        assertThat(run().verified().get(0).difference())
                .containsExactly("restore.sh does not say that it restored: {}");
        assertThat(client.calls()).noneMatch(c -> c.startsWith("restore.sh forget"));
    }

    @Test
    void aServerThatRefusesIsTheProblem() {
        TestingHost busy = new TestingHost("server")
                .polls(chunk("agent.jsonl", "{\"time\":1,\"event\":\"refused\",\"reason\":\"port 5201 is in use\"}\n")
                        + "state done\n");

        TrialRunner.TrialEnd ended = run(client, busy);

        assertThat(ended.record().problem()).contains("server: the server did not start: port 5201 is in use");
        assertThat(client.calls()).noneMatch(c -> c.startsWith("experiment.sh go"));
    }

    @Test
    void aConnectionThatIsLostForAWhileLosesNothing() {
        int[] polls = {0};
        client.answers("spool.sh", "read", () -> {
            polls[0]++;
            if (polls[0] == 2) {
                throw new RemoteException("client", RemoteException.RemoteFailure.CONNECTION_LOST, "gone");
            }
            return polls[0] == 1
                    ? TestingRemote.result(0, chunk("traffic.jsonl", "one") + "state running\n", "")
                    : polls[0] == 3
                            ? TestingRemote.result(0, "traffic.jsonl 3 3\ntwo" + "state done\n", "")
                            : TestingRemote.result(0, "state done\n", "");
        });

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).isEmpty();
        assertThat(trial.folder().resolve("raw/client/traffic.jsonl")).hasContent("onetwo");
        assertThat(client.calls()).contains("spool.sh read r 01-mptcp traffic.jsonl:3");
    }

    @Test
    void aRecordThatCannotBeWrittenStopsNeitherTheTrialNorTheRestore() {
        client.polls(LISTENING + "state running\n", chunk("traffic.jsonl", "one") + "state running\n");
        client.answers("experiment.sh", "start", () -> {
            move(trial.folder(), "gone");
            return TestingRemote.result(0, "", "");
        });

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).isEmpty();
        assertThat(ended.record().events())
                .filteredOn(Event.Restore.class::isInstance)
                .hasSize(2);
        assertThat(ended.verified()).allMatch(v -> v.empty());
        assertThat(client.calls())
                .containsSubsequence("experiment.sh stop r 01-mptcp", "restore.sh run r-01-mptcp")
                .as("what is not stored stays on the host")
                .noneMatch(c -> c.startsWith("experiment.sh remove"));
        assertThat(trial.told())
                .filteredOn(t -> t.contains("the record cannot be written"))
                .hasSize(1);
    }

    @Test
    void aRecordThatCanBeWrittenAgainIsWhole() {
        client.polls(chunk("traffic.jsonl", "one") + "state running\n", "traffic.jsonl 3 3\ntwo" + "state running\n");
        client.answers("experiment.sh", "start", () -> {
            move(trial.folder(), "away");
            return TestingRemote.result(0, "", "");
        });
        client.answers("experiment.sh", "stop", () -> {
            move(trial.folder().resolveSibling("away"), "01-mptcp");
            return TestingRemote.result(0, "", "");
        });

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).isEmpty();
        assertThat(trial.folder().resolve("raw/client/traffic.jsonl")).hasContent("onetwo");
        assertThat(trial.folder().resolve("trial.json")).content().doesNotContain("problem");
        assertThat(client.calls()).contains("experiment.sh remove r 01-mptcp");
    }

    @Test
    void aHostThatDiffersIsToldThoughNothingCanBeWritten() {
        client.answers("restore.sh", "run", () -> {
            move(trial.folder(), "gone");
            return TestingRemote.result(0, "{}", "");
        });
        client.answers(
                "snapshot.sh",
                "show",
                () -> TestingRemote.result(0, "{\"endpoints\":[{\"id\":9,\"address\":\"172.31.0.173\"}]}", ""));

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.verified().get(0).difference()).isNotEmpty();
        assertThat(ended.verified().get(1).empty()).isTrue();
    }

    @Test
    void aStateThatCannotBeStoredEndsTheTrialBeforeAnythingIsTouched() {
        client.answers("snapshot.sh", "capture", () -> {
            move(trial.folder(), "gone");
            return TestingRemote.result(0, "{}", "");
        });

        assertThatThrownBy(this::run)
                .hasMessageContaining("the record cannot be written: ")
                .hasMessageContaining("state-before.json: there is no such file");
        assertThat(client.calls())
                .contains("restore.sh forget r-01-mptcp")
                .noneMatch(c -> c.startsWith("deadman.sh arm"));
    }

    private static void move(Path folder, String name) {
        try {
            Files.move(folder, folder.resolveSibling(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TrialRunner.TrialEnd run() {
        return run(client, server);
    }

    private TrialRunner.TrialEnd run(TestingHost clientHost, TestingHost serverHost) {
        trial = new TestingTrialRun(lab, plan, runs, time);
        return trial.run(clientHost, serverHost);
    }
}
