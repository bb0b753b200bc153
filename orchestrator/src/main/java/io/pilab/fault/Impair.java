package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.ImpairScript;
import io.pilab.lab.Host;
import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A bad link: what leaves the interface is late, lost, out of order or doubled (tc-netem(8)). What comes in is not; let
 * the other host impair its own interface for that.
 *
 * @param delay of each packet; whole milliseconds
 * @param jitter by which the delay varies
 * @param loss percent of the packets that are lost
 * @param reorder percent that overtake the delayed others
 * @param duplicate percent that are sent twice
 */
@Variant(
        value =
                "What leaves the interface is late, lost, out of order or doubled (tc-netem(8)); needs the kernel's netem.",
        anyOf = {"delay", "loss", "duplicate"})
public record Impair(
        String networkInterface,

        @Parameter("How late each packet leaves; 60s at most.")
        Optional<Duration> delay,

        @Parameter(value = "By how much the delay varies; at most the delay.", needs = "delay")
        Optional<Duration> jitter,

        @Parameter("The share of packets that are lost.") Optional<Double> loss,

        @Parameter(value = "The share of packets that overtake the delayed ones.", needs = "delay")
        Optional<Double> reorder,

        @Parameter("The share of packets that are sent twice.")
        Optional<Double> duplicate)
        implements Fault {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    public Impair {
        if (delay.isEmpty() && loss.isEmpty() && duplicate.isEmpty()) {
            throw new IllegalArgumentException("impair needs one of delay, loss and duplicate");
        }
        if (delay.isEmpty() && (jitter.isPresent() || reorder.isPresent())) {
            throw new IllegalArgumentException("jitter and reorder need a delay, as in `delay: 20ms`");
        }
        if (delay.isPresent() && delay.get().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("impair delays by 60s at most");
        }
        if (jitter.isPresent() && jitter.get().compareTo(delay.get()) > 0) {
            throw new IllegalArgumentException("jitter is at most the delay");
        }
        List.of(loss, reorder, duplicate).forEach(Impair::check);
    }

    @Override
    public AgentCommand inject(Site site) {
        return ImpairScript.inject(networkInterface, delay, jitter, loss, reorder, duplicate);
    }

    @Override
    public AgentCommand heal(Site site) {
        return ImpairScript.heal(networkInterface);
    }

    @Override
    public Set<String> interfaces() {
        return Set.of(networkInterface);
    }

    @Override
    public boolean replaces(Host host, String what) {
        return what.equals("qdisc " + networkInterface);
    }

    @Override
    public Set<Requirement> needs(Host host) {
        return Set.of(Requirement.NETEM);
    }

    private static void check(Optional<Double> percent) {
        if (percent.isPresent() && !(percent.get() > 0 && percent.get() <= 100)) {
            throw new IllegalArgumentException("impair takes percentages above 0% and up to 100%");
        }
    }
}
