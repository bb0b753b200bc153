package io.pilab.run;

import io.pilab.doctor.CheckContext;
import io.pilab.doctor.HostReport;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.host.ClockOffset;
import io.pilab.host.ConnectedHost;
import io.pilab.host.HostException;
import io.pilab.host.HostLocks;
import io.pilab.host.LockedHost;
import io.pilab.host.Parallel;
import io.pilab.host.ReadyHost;
import io.pilab.iperf3.Iperf3Provision;
import io.pilab.iperf3.Iperf3Sources;
import io.pilab.plan.Phase;
import io.pilab.plan.Preparation;
import io.pilab.plan.RunPlan;
import io.pilab.plan.TrialPlan;
import io.pilab.preflight.HostProbe;
import io.pilab.preflight.Preflight;
import io.pilab.progress.RunEvent;
import io.pilab.progress.RunListeners;
import io.pilab.record.HostFacts;
import io.pilab.record.NotRestored;
import io.pilab.record.TrialRecord;
import io.pilab.store.RunDirectory;
import io.pilab.store.TrialDirectory;
import io.pilab.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Carries out a plan: phase by phase, trial by trial. */
public final class RunCoordinator {
    private final RunPlan plan;
    private final List<ConnectedHost> sessions;
    private final HostLocks locks;
    private final Iperf3Sources sources;
    private final RunListeners listener;
    private final Time time;

    /** @param locks taken before the first change; their maker releases them */
    public RunCoordinator(
            RunPlan plan,
            List<ConnectedHost> sessions,
            HostLocks locks,
            Iperf3Sources sources,
            RunListeners listener,
            Time time) {
        this.plan = plan;
        this.sessions = List.copyOf(sessions);
        this.locks = locks;
        this.sources = sources;
        this.listener = listener;
        this.time = time;
    }

    /**
     * What a run left.
     *
     * @param notRestored the hosts that are not as before, the last word on each
     * @param interrupted the operator ended it
     * @param unwritten a file of the record that could not be written, and why
     */
    public record RunEnd(
            List<TrialRecord> trials, List<NotRestored> notRestored, boolean interrupted, Optional<String> unwritten) {}

    /** Connects, asks each host what it is and makes it ready; throws when something stands in the way. */
    public List<ReadyHost> prepare() {
        Preparation phases = plan.preparation();
        listener.began(phases.connect());
        List<ClockOffset> clocks = Parallel.map(sessions, this::connect);
        List<LockedHost> locked = locks.takeAll(sessions);
        listener.began(phases.preflight());
        List<HostReport> reports = Parallel.map(sessions, s -> HostProbe.of(s, false));
        demandFit(reports);
        listener.began(phases.provision());
        return Parallel.map(IntStream.range(0, locked.size()).boxed().toList(), i -> {
            LockedHost host = locked.get(i);
            HostFacts facts = reports.get(i).facts();
            Optional<String> program =
                    phases.provision().on(host.name()) ? Optional.of(program(host, facts)) : Optional.empty();
            return new ReadyHost(host, facts, clocks.get(i), program);
        });
    }

    private ClockOffset connect(ConnectedHost session) {
        session.agent().install();
        session.agent()
                .greeting()
                .ifPresent(text -> listener.said(
                        Phase.CONNECT,
                        session.name() + ": what its login itself writes is passed over: '" + text + "'"));
        return ClockOffset.measure(session.agent().remote(), Time.real());
    }

    private void demandFit(List<HostReport> reports) {
        List<String> problems = IntStream.range(0, reports.size())
                .mapToObj(i -> problems(sessions.get(i), reports.get(i)))
                .flatMap(List::stream)
                .toList();
        if (!problems.isEmpty()) {
            throw new HostException(
                    "not ready, no host was touched:\n  " + String.join("\n  ", problems),
                    HostException.HostFailure.NOT_SUPPORTED);
        }
    }

    /** Runs every trial; stops early when a host is not restored, when a trial cannot begin, or when interrupted. */
    public RunEnd run(RunDirectory directory, List<ReadyHost> hosts) {
        return run(directory, hosts, plan.trials());
    }

    /** Runs some of the plan's trials, as those that a run was cut off before. */
    public RunEnd run(RunDirectory directory, List<ReadyHost> hosts, List<TrialPlan> trials) {
        List<TrialRecord> records = new ArrayList<>();
        List<NotRestored> notRestored = new ArrayList<>();
        Optional<String> unwritten = Optional.empty();
        boolean interrupted = false;
        for (TrialPlan trial : trials) {
            listener.trialBegan(trial, plan.trials().size());
            try {
                TrialDirectory begun = directory.beginTrial(trial.number(), trial.arm(), trial.path());
                TrialRunner.TrialEnd ended =
                        runner(directory.name(), trial, begun).run(hosts);
                records.add(ended.record());
                listener.tell(new RunEvent.TrialEnded(ended.record()));
                notRestored.addAll(Restoration.notRestored(ended.verified()));
                unwritten = unwritten.or(begun::trouble);
                interrupted = ended.interrupted();
            } catch (RuntimeException e) {
                // Nothing of this trial was touched; those before it have their results.
                records.add(notBegun(trial, records, e));
                break;
            }
            if (!notRestored.isEmpty() || interrupted) {
                break;
            }
        }
        return new RunEnd(records, notRestored, interrupted, unwritten);
    }

    private TrialRecord notBegun(TrialPlan trial, List<TrialRecord> before, RuntimeException why) {
        if (before.isEmpty()) {
            throw why;
        }
        String problem = String.valueOf(why.getMessage());
        listener.said(Phase.SNAPSHOT, problem);
        return TrialRecord.broken(trial.number(), trial.arm(), trial.path(), problem);
    }

    private List<String> problems(ConnectedHost session, HostReport evidence) {
        ScenarioRequirements needs = ScenarioRequirements.of(plan.scenario().treatments(), session.host());
        return Preflight.problems(new CheckContext(plan.lab(), session.host(), needs, evidence));
    }

    private TrialRunner runner(String run, TrialPlan trial, TrialDirectory directory) {
        return new TrialRunner(
                run,
                trial,
                plan.phases(trial),
                plan.deadmanSeconds(trial),
                plan.lab().mptcp(),
                directory,
                listener,
                time);
    }

    private String program(LockedHost host, HostFacts facts) {
        if (!plan.wantsIperf3()) {
            return plan.scenario().treatments().get(0).traffic().tool();
        }
        Iperf3Provision provision = new Iperf3Provision(
                plan.lab().iperf3(),
                sources,
                host.agent(),
                text -> listener.said(Phase.PROVISION, host.name() + ": " + text));
        return provision.usable(facts).path();
    }
}
