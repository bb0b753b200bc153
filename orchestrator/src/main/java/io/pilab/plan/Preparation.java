package io.pilab.plan;

import io.pilab.lab.Host;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The phases before the first trial. */
public record Preparation(PlannedPhase connect, PlannedPhase preflight, PlannedPhase provision) {
    /**
     * Of a run.
     *
     * @param program that the traffic needs
     * @param provided whether a host that lacks it gets it
     */
    static Preparation of(String program, boolean provided, Group all, Group pair) {
        String targets = all.hosts().stream().map(h -> h.ssh().toString()).collect(Collectors.joining(", "));
        return new Preparation(
                new PlannedPhase(
                        Phase.CONNECT,
                        Optional.of("to " + targets),
                        all.hosts().stream().map(Preparation::connect).toList()),
                all.phase(
                        Phase.PREFLIGHT,
                        Optional.of("what the hosts are"),
                        "facts: kernel, MPTCP, tools, interfaces, addresses, space"),
                pair.phase(
                        Phase.PROVISION,
                        Optional.of(program),
                        program + (provided ? " if it is missing" : " has to be there")));
    }

    private static Step connect(Host host) {
        return new Step(
                Phase.CONNECT,
                Step.StepKind.WHOLE,
                host.name(),
                List.of(host.name()),
                "ssh " + host.ssh() + ", push the agent scripts");
    }

    /** In their order. */
    public List<PlannedPhase> phases() {
        return List.of(connect, preflight, provision);
    }
}
