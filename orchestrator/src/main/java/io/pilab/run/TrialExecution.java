package io.pilab.run;

import io.pilab.agent.ExperimentScript;
import io.pilab.host.Parallel;
import io.pilab.host.ReadyHost;
import io.pilab.plan.Step;
import io.pilab.plan.TrialPlan;
import io.pilab.record.TrialRecord.ServerZero;
import io.pilab.remote.RemoteException;
import io.pilab.run.SpoolReader.ShareState;
import io.pilab.time.Deadline;
import io.pilab.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lets the hosts run their shares of a trial and watches. */
final class TrialExecution {
    /** TERM, and KILL four seconds later. */
    private static final Duration STOPPING = Duration.ofSeconds(20);

    /** Until a helper knows of t = 0, its faults cannot be on time; and once the traffic is over, nobody waits for it. */
    private static final Duration HURRY = Duration.ofMillis(20);

    /** The server hears of the end within a round trip; it needs no longer to say so itself. */
    private static final Duration SERVER_END = Duration.ofSeconds(2);

    /** What a trial may take beyond the client's own limit: monitors, a lost connection's way back. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final String run;
    private final TrialPlan trial;
    private final List<HostTrial> all;
    private final HostTrial client;
    private final HostTrial server;
    private final Optional<HostTrial> helper;
    private final Time time;
    private final Duration traffic;
    private final Restarts restarts;
    private final TrialBeginning beginning;

    /**
     * @param hosts client, server, and a helper if there is one
     * @param traffic how long the traffic is to last
     */
    TrialExecution(String run, TrialPlan trial, List<HostTrial> hosts, Duration traffic, Time time) {
        this.traffic = traffic;
        this.run = run;
        this.trial = trial;
        this.all = List.copyOf(hosts);
        this.client = hosts.get(0);
        this.server = hosts.get(1);
        this.helper = hosts.stream().skip(2).findFirst();
        this.time = time;
        this.restarts = new Restarts(all, time);
        this.beginning = new TrialBeginning(run, trial.folder(), all, time);
    }

    /**
     * Runs the trial to its end; the problem, if it did not come to one.
     *
     * @param ready its hosts, in their order
     */
    Optional<String> measure(List<Step> steps, List<ReadyHost> ready) throws InterruptedException {
        Optional<String> problem = beginning.begin(steps, ready);
        if (problem.isPresent()) {
            return problem;
        }
        problem = awaitEnd(beginning.zero());
        if (problem.isEmpty()) {
            problem = restarts.await();
        }
        settleServer();
        return problem;
    }

    /** How long after the client's t = 0 the server's was; empty when the clocks were not compared. */
    Optional<ServerZero> serverZero() {
        return beginning
                .clocks()
                .flatMap(c -> c.serverZero(client.log().start(), server.log().start()));
    }

    /** Waits for the end of shares that another controller started; what of them is lost. */
    Optional<String> resume(Function<String, Map<String, byte[]>> stored) throws InterruptedException {
        List<String> lost = new ArrayList<>();
        for (HostTrial host : all) {
            boolean endsByItself = !helper.equals(Optional.of(host));
            Optional<ShareState> answer = settled(host, endsByItself, lost::add);
            if (answer.isEmpty()) {
                continue;
            }
            ShareState state = answer.get();
            if (Restarts.asPlanned(host, state)) {
                continue;
            }
            if (state == ShareState.ABSENT) {
                host.reader().replay(stored.apply(host.session().name()));
                lost.add(host.session().name()
                        + ": its spool is gone (was the host restarted?); of this trial it has only"
                        + " what was read before");
            } else if (state != ShareState.DONE && (endsByItself || state != ShareState.RUNNING)) {
                lost.add(host.session().name() + ": its share of the trial did not come to an end; its log ends with: "
                        + host.log().last());
            }
        }
        return lost.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lost));
    }

    /** The state of a share that has ended, or had its time; empty when the host did not answer until then, with the reason. */
    private Optional<ShareState> settled(HostTrial host, boolean endsByItself, Consumer<String> away)
            throws InterruptedException {
        Deadline deadline = Deadline.in(host.share().limit().plus(MARGIN).plus(restarts.allowance()), time);
        while (true) {
            boolean late = deadline.nanosLeft() <= 0;
            try {
                ShareState state = host.poll();
                if (late || !endsByItself || state != ShareState.RUNNING) {
                    return Optional.of(state);
                }
            } catch (RemoteException e) {
                if (late) {
                    away.accept(restarts.explained(e.getMessage()));
                    return Optional.empty();
                }
                host.reconnect();
            }
            time.sleep(HostTrial.POLL);
        }
    }

    /** Ends all shares, whatever they are at; what went wrong. */
    List<String> stop() {
        return onEach(host -> {
            host.session().agent().call(ExperimentScript.stop(run, trial.folder()), new byte[0], STOPPING);
            return List.of();
        });
    }

    /** Waits for hosts that are about to restart: what is restored on one before would be gone; what went wrong. */
    List<String> awaitRestarts() {
        try {
            return restarts.awaitFired().stream().toList();
        } catch (InterruptedException | RuntimeException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads what is left of all spools, and removes each once it is stored; what went wrong.
     *
     * @param patience for the reading, with each host
     * @param stored whether everything that was read is
     */
    List<String> collect(Duration patience, BooleanSupplier stored) {
        return onEach(host -> {
            if (!host.collected().get()) {
                host.reader().drain(time, patience);
                if (stored.getAsBoolean()) {
                    host.session().agent().call(ExperimentScript.remove(run, trial.folder()));
                    host.collected().set(true);
                }
            }
            return host.reader().cut().stream()
                    .filter(file -> !file.errors())
                    .map(file -> host.session().name() + ": its " + file.fileName()
                            + " is larger than such a trial's can be, and was not read to its end")
                    .toList();
        });
    }

    /** On all at once: no host's failure, and no host that is slow, keeps the others from their turn. */
    private List<String> onEach(Function<HostTrial, List<String>> action) {
        return Parallel.map(all, host -> {
                    try {
                        return action.apply(host);
                    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                        return List.of(String.valueOf(e.getMessage()));
                    }
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private Optional<String> awaitEnd(Optional<ZeroRelay> zero) throws InterruptedException {
        Duration most = client.share().limit().plus(MARGIN).plus(restarts.allowance());
        Deadline deadline = Deadline.in(most, time);
        Deadline planned = Deadline.in(client.share().limit(), time);
        Optional<String> lost = Optional.empty();
        Optional<Deadline> ending = Optional.empty();
        while (deadline.nanosLeft() > 0) {
            boolean hurry = zero.filter(z -> !z.told()).isPresent()
                    || ending.filter(Deadline::passed).isPresent();
            time.sleep(hurry ? HURRY : HostTrial.POLL);
            try {
                ShareState state = client.poll();
                if (ending.isEmpty() && client.log().start().isPresent()) {
                    ending = Optional.of(Deadline.in(traffic.minus(HostTrial.POLL), time));
                }
                zero.ifPresent(z -> z.relay(run, trial.folder()));
                ShareState other = server.poll();
                Optional<ShareState> third = helper.map(HostTrial::poll);
                lost = Restarts.loss(client, state)
                        .or(() -> Restarts.loss(server, other))
                        .or(() -> third.flatMap(s -> Restarts.loss(helper.orElseThrow(), s)))
                        .or(this::refusal);
                // The receiver tells what arrived, also of a client that is gone: until the traffic should have ended.
                boolean over = other != ShareState.RUNNING || planned.passed();
                if (lost.isPresent() || state == ShareState.DONE || (Restarts.asPlanned(client, state) && over)) {
                    return lost;
                }
                if ((state == ShareState.DIED || state == ShareState.ABSENT) && !Restarts.asPlanned(client, state)) {
                    return Optional.of(client.session().name() + ": the trial's process on the host is gone; its log"
                            + " ends with: " + client.log().last());
                }
            } catch (RemoteException e) {
                lost = Optional.of(restarts.explained(e.getMessage()));
                all.forEach(HostTrial::reconnect);
            }
        }
        return Optional.of(lost.orElse(client.session().name() + ": trial " + trial.folder() + " did not end within "
                + most.toSeconds() + " s"));
    }

    /** Why a host does not go on with its share, as one whose dead man's switch is not armed any more. */
    private Optional<String> refusal() {
        return all.stream()
                .filter(host -> host.log().says("refused"))
                .map(host -> host.session().name() + ": " + host.log().reason())
                .findFirst();
    }

    private void settleServer() throws InterruptedException {
        if (client.log().says("watchdog")) {
            return; // the client was ended, and the server hears nothing of that
        }
        Deadline deadline = Deadline.in(SERVER_END, time);
        try {
            while (deadline.nanosLeft() > 0 && server.reader().poll() == ShareState.RUNNING) {
                time.sleep(HURRY);
            }
        } catch (RemoteException e) {
            server.reconnect(); // the trial has ended; what the server wrote is collected next
        }
    }
}
