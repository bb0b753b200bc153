package io.pilab.run;

import io.pilab.agent.ExperimentScript;
import io.pilab.agent.PersistScript;
import io.pilab.host.ClockOffset;
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

    /** Between the first two looks at what starts; the later ones are further apart. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

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
     * Begins it; the problem, if a share did not start.
     *
     * @param ready its hosts, in their order
     */
    Optional<String> begin(List<Step> steps, List<ReadyHost> ready) throws InterruptedException {
        prepare(ready);
        for (Step step : steps) {
            for (int i = 0; i < all.size(); i++) {
                if (step.hosts().contains(all.get(i).session().name())) {
                    Optional<String> problem = perform(step, all.get(i));
                    if (problem.isPresent()) {
                        return problem;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The pair's clocks; empty until all hosts are prepared. */
    Optional<TrialClocks> clocks() {
        return clocks;
    }

    /** What tells the helper of the client's beginning; empty without one. */
    Optional<ZeroRelay> zero() {
        return zero;
    }

    private Optional<String> perform(Step step, HostTrial host) throws InterruptedException {
        return switch (step.kind()) {
            case KEEP -> keep(host);
            case START -> start(host);
            case FIRE, WHOLE -> Optional.empty(); // the host does it by itself: it is in its specification
        };
    }

    private Optional<String> keep(HostTrial host) {
        host.session().agent().call(PersistScript.keep(run, trial));
        return Optional.empty();
    }

    private Optional<String> start(HostTrial host) throws InterruptedException {
        host.session().deadMan().keepArmed(host.share().limit());
        host.session().agent().call(ExperimentScript.start(run, trial));
        Optional<ToolCommand> listening = host.share().traffic().filter(ToolCommand::listens);
        if (listening.isPresent()) {
            ToolCommand tool = listening.get();
            return await(host, "listening", "the server", tool.program() + " did not listen on port " + tool.port());
        }
        if (!host.equals(client)) {
            return await(host, "ready", "its share of the trial", "it was not ready");
        }
        all.forEach(h -> h.session().beginning(false));
        return Optional.empty();
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
    private Optional<String> await(HostTrial host, String event, String what, String missing)
            throws InterruptedException {
        String name = host.session().name();
        Deadline deadline = Deadline.in(STARTING, time);
        Duration pause = FIRST_PAUSE;
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
            time.sleep(pause);
            pause = pause.compareTo(HostTrial.POLL) < 0 ? pause.multipliedBy(2) : HostTrial.POLL;
        }
    }
}
