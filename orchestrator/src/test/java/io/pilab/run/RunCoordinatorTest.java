package io.pilab.run;

import static io.pilab.run.TestingHost.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.TestingLabs;
import io.pilab.host.ConnectedHost;
import io.pilab.host.HostLocks;
import io.pilab.host.ReadyHost;
import io.pilab.iperf3.Iperf3Sources;
import io.pilab.lab.Lab;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.progress.RunListeners;
import io.pilab.record.NotRestored;
import io.pilab.remote.TestingRemote;
import io.pilab.store.RunDirectory;
import io.pilab.time.TestingTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trials of a run, one after another; both hosts are played. */
class RunCoordinatorTest {
    private final Lab lab = TestingLabs.blogDemo();
    private final RunPlan plan = Planner.plan(lab, lab.pairs().get(0), TestingLabs.wlan0Down());
    private final TestingHost client = new TestingHost("client");
    private final TestingHost server = new TestingHost("server")
            .polls(chunk("agent.jsonl", "{\"time\":1,\"event\":\"listening\"}\n") + "state running\n");

    @TempDir
    private Path runs;

    @Test
    void aTrialThatCannotBeginLeavesThoseBeforeTheirResults() throws IOException {
        RunDirectory run = RunDirectory.create(runs, Instant.EPOCH, "test");
        Path second = Files.createFile(run.path().resolve("trials/02-tcp"));

        RunCoordinator.RunEnd ended = coordinator().run(run, hosts());

        assertThat(ended.trials()).hasSize(2);
        assertThat(ended.trials().get(0).problem()).isEmpty();
        assertThat(ended.trials().get(1).problem()).contains("cannot make " + second + ": it is there already");
        assertThat(ended.notRestored()).isEmpty();
        assertThat(client.calls())
                .filteredOn(c -> c.startsWith("snapshot.sh capture"))
                .hasSize(1);
    }

    @Test
    void theFirstTrialThatCannotBeginIsTheRunsFailure() throws IOException {
        RunDirectory run = RunDirectory.create(runs, Instant.EPOCH, "test");
        Path first = Files.createFile(run.path().resolve("trials/01-mptcp"));

        assertThatThrownBy(() -> coordinator().run(run, hosts()))
                .hasMessage("cannot make " + first + ": it is there already");
        assertThat(client.calls()).isEmpty();
    }

    @Test
    void whatIsNotRestoredIsKnownThoughNothingCanBeWritten() {
        RunDirectory run = RunDirectory.create(runs, Instant.EPOCH, "test");
        client.answers("restore.sh", "run", () -> {
            move(run.path(), runs.resolve("gone"));
            return TestingRemote.result(0, "{}", "");
        });
        client.answers(
                "snapshot.sh",
                "show",
                () -> TestingRemote.result(0, "{\"endpoints\":[{\"id\":9,\"address\":\"172.31.0.173\"}]}", ""));

        RunCoordinator.RunEnd ended = coordinator().run(run, hosts());

        assertThat(ended.notRestored()).extracting(NotRestored::host).containsExactly("client");
        assertThat(ended.unwritten()).get().asString().endsWith(": there is no such file");
        assertThat(ended.trials()).hasSize(1);
    }

    private static void move(Path folder, Path to) {
        try {
            Files.move(folder, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ReadyHost> hosts() {
        return List.of(
                client.ready(plan.hosts().get(0), new TestingTime()),
                server.ready(plan.hosts().get(1), new TestingTime()));
    }

    private RunCoordinator coordinator() {
        List<ConnectedHost> sessions = List.of(
                new ConnectedHost(plan.hosts().get(0), client.agent()),
                new ConnectedHost(plan.hosts().get(1), server.agent()));
        return new RunCoordinator(
                plan,
                sessions,
                HostLocks.none(line -> {}),
                Iperf3Sources.of(lab.iperf3(), Map.of()),
                new RunListeners(List.of()),
                new TestingTime());
    }
}
