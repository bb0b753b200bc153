package io.pilab.run;

import io.pilab.agent.ExperimentScript;
import io.pilab.agent.PersistScript;
import io.pilab.host.ClockOffset;
import io.pilab.host.HostException;
import io.pilab.host.Parallel;
import io.pilab.host.ReadyHost;
import io.pilab.plan.Step;
import io.pilab.run.SpoolReader.ShareState;
import io.pilab.time.Deadline;
import io.pilab.time.Time;
import io.pilab.traffic.ToolCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Starts the hosts' shares of a trial, as the steps of its plan say. */
final class TrialBeginning {
    private static final Duration STARTING = Duration.ofSeconds(15);

    /** Between two looks at what starts. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final String run;
    private final String trial;
    private final List<HostTrial> all;
    private final HostTrial client;
    private final Time time;
    private Optional<TrialClocks> clocks = Optional.empty();
    private Optional<ZeroRelay> zero = Optional.empty();

    /** @param hosts client, server, and a helper if there is one */
    TrialBeginning(String run, String trial, List<HostTrial> hosts, Time time) {
        this.run = run;
        this.trial = trial;
        this.all = List.copyOf(hosts);
        this.client = hosts.get(0);
        this.time = time;
    }

    /**
     * Starts all shares at once, and the traffic once they all are ready; the problem, if a share did not start.
     *
     * @param ready its hosts, in their order
     */
    Optional<String> begin(List<Step> steps, List<ReadyHost> ready) {
        prepare(ready);
        Optional<String> problem = Parallel.map(all, host -> start(steps, host)).stream()
                .flatMap(Optional::stream)
                .findFirst();
        if (problem.isEmpty()) {
            client.session().agent().call(ExperimentScript.go(run, trial));
            all.forEach(h -> h.session().beginning(false));
        }
        return problem;
    }

    /** The pair's clocks; empty until all hosts are prepared. */
    Optional<TrialClocks> clocks() {
        return clocks;
    }

    /** What tells the helper of the client's beginning; empty without one. */
    Optional<ZeroRelay> zero() {
        return zero;
    }

    private Optional<String> start(List<Step> steps, HostTrial host) {
        steps.stream()
                .filter(step -> step.hosts().contains(host.session().name()))
                .forEach(step -> perform(step, host));
        Optional<ToolCommand> listening = host.share().traffic().filter(ToolCommand::listens);
        if (listening.isPresent()) {
            ToolCommand tool = listening.get();
            return await(host, "listening", "the server", tool.program() + " did not listen on port " + tool.port());
        }
        return host.equals(client)
                ? Optional.empty() // its log tells of a start that fails, and its traffic waits for our word
                : await(host, "ready", "its share of the trial", "it was not ready");
    }

    private void perform(Step step, HostTrial host) {
        switch (step.kind()) {
            case KEEP -> host.session().agent().call(PersistScript.keep(run, trial));
            case START -> {
                host.session().deadMan().keepArmed(host.share().limit());
                host.session().agent().call(ExperimentScript.start(run, trial));
            }
            case FIRE, WHOLE -> {} // the host does it by itself: it is in its specification
        }
    }

    /** Brings each host its specification, and compares the pair's clocks with ours: on all hosts at once. */
    private void prepare(List<ReadyHost> ready) {
        List<ClockOffset> offsets =
                Parallel.map(IntStream.range(0, all.size()).boxed().toList(), i -> {
                    prepare(all.get(i), ready.get(i));
                    return ClockOffset.measure(all.get(i).session().agent().remote(), Time.real());
                });
        clocks = Optional.of(new TrialClocks(offsets.get(0), offsets.get(1)));
        zero = all.stream().skip(2).findFirst().map(h -> new ZeroRelay(client, offsets.get(0), h, offsets.get(2)));
    }

    private void prepare(HostTrial host, ReadyHost ready) {
        byte[] specification = host.share()
                .specification(ready.program().orElse(""), ready.facts().sshInterface())
                .getBytes(StandardCharsets.UTF_8);
        host.session().agent().call(ExperimentScript.prepare(run, trial), specification, Duration.ofSeconds(30));
    }

    /** Waits until a host's log has that event; {@code what} may not start, {@code missing} may not come in time. */
    private Optional<String> await(HostTrial host, String event, String what, String missing) {
        String name = host.session().name();
        Deadline deadline = Deadline.in(STARTING, time);
        while (true) {
            ShareState state = host.reader().poll();
            if (host.log().says(event)) {
                return Optional.empty();
            }
            if (state == ShareState.DONE || state == ShareState.DIED) {
                host.reader().drain(time, STARTING);
                return Optional.of(
                        name + ": " + what + " did not start: " + host.log().reason());
            }
            if (deadline.passed()) {
                return Optional.of(name + ": " + missing + " within " + STARTING.toSeconds() + " s; its log ends with: "
                        + host.log().last());
            }
            pause();
        }
    }

    private void pause() {
        try {
            time.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted");
        }
    }
}
