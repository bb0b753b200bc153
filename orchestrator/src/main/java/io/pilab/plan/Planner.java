package io.pilab.plan;

import io.pilab.fault.Site;
import io.pilab.lab.Arm;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Pair;
import io.pilab.lab.Role;
import io.pilab.plan.HostShare.Firing;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.scenario.Treatment;
import io.pilab.traffic.ToolCommand;
import io.pilab.traffic.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Turns a lab and a scenario into a plan; pure. */
public final class Planner {
    /** How long a connection may take to come about, and an ending to be reported. */
    private static final Duration GRACE = Duration.ofSeconds(6);

    /** How long a tool gets for its last report when the link of its own connection is down for good. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** A server, or a helper, waits for the client this much longer. */
    private static final Duration SERVER_GRACE = Duration.ofSeconds(20);

    private Planner() {}

    public static RunPlan plan(Lab lab, Pair pair, Scenario scenario) {
        boolean helps = scenario.treatments().stream()
                .anyMatch(t -> !t.timeline().on(Role.HELPER).isEmpty());
        Optional<Host> helper = helps ? lab.helper() : Optional.empty();
        List<TrialPlan> trials = new ArrayList<>();
        for (Arm arm : scenario.trials()) {
            trials.add(trial(trials.size() + 1, scenario.treatment(arm), pair, helper));
        }
        return new RunPlan(lab, pair, helper, scenario, trials);
    }

    private static TrialPlan trial(int number, Treatment treatment, Pair pair, Optional<Host> helper) {
        TrialRecord.Path path = new PathChoice(pair, treatment).choose();
        Traffic traffic = treatment.traffic();
        Duration limit = traffic.duration().plus(GRACE);
        return new TrialPlan(
                number,
                treatment,
                path,
                share(
                        pair.client(),
                        Optional.of(traffic.client(path, treatment.arm().protocol())),
                        limit,
                        cutForGood(treatment, path)
                                ? Optional.of(traffic.duration().plus(LAST_WORDS))
                                : Optional.empty(),
                        treatment.timeline(),
                        firings(treatment, Role.CLIENT, new Site(pair.client(), pair.server()))),
                share(
                        pair.server(),
                        Optional.of(traffic.server(path)),
                        limit.plus(SERVER_GRACE),
                        Optional.empty(),
                        treatment.timeline(),
                        firings(treatment, Role.SERVER, new Site(pair.server(), pair.client()))),
                helper.map(host -> share(
                        host,
                        Optional.empty(),
                        limit.plus(SERVER_GRACE),
                        Optional.empty(),
                        treatment.timeline(),
                        firings(treatment, Role.HELPER, new Site(host, pair.client())))));
    }

    private static HostShare share(
            Host host,
            Optional<ToolCommand> traffic,
            Duration limit,
            Optional<Duration> hangs,
            Timeline timeline,
            List<Firing> firings) {
        List<String> interfaces =
                host.interfaces().stream().map(NetworkInterface::name).toList();
        return new HostShare(
                host.name(),
                traffic,
                limit,
                hangs,
                interfaces,
                firings,
                timeline.mayCut(host.role()),
                timeline.mayRestart(host.role()));
    }

    /** Whether a link that the tool's own connection needs goes down and is not set up again. */
    private static boolean cutForGood(Treatment treatment, TrialRecord.Path path) {
        return cutForGood(treatment.timeline().on(Role.CLIENT), path.clientInterface())
                || cutForGood(treatment.timeline().on(Role.SERVER), path.serverInterface());
    }

    private static boolean cutForGood(List<TimedFault> faults, String networkInterface) {
        return faults.stream()
                .anyMatch(timed -> timed.healAt().isEmpty()
                        && timed.fault().moves().isPresent()
                        && timed.fault().repetition().isEmpty()
                        && timed.fault().interfaces().contains(networkInterface));
    }

    private static List<Firing> firings(Treatment treatment, Role role, Site site) {
        List<Firing> firings = new ArrayList<>();
        for (int step : treatment.timeline().steps(role)) {
            TimedFault timed = treatment.timeline().faults().get(step);
            firings.add(new Firing(timed.at(), step, true, timed.fault().inject(site)));
            timed.healAt()
                    .ifPresent(at -> firings.add(
                            new Firing(at, step, false, timed.fault().heal(site))));
        }
        firings.sort(Comparator.comparing(Firing::at));
        return firings;
    }
}
