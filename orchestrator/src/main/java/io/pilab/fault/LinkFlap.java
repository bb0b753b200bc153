package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A link that goes down and comes back, again and again.
 *
 * @param down how long it is down each time
 * @param up how long it is up in between
 * @param count how many times it goes down
 */
@Variant(
        value = "The interface goes down and comes back, again and again.",
        not = {"for", "every"})
public record LinkFlap(
        String networkInterface,
        @Parameter("How long it is down each time.") Duration down,
        @Parameter("How long it is up in between.") Duration up,

        @Parameter(value = "How many times it goes down.", least = 1, most = Repetition.MOST)
        int count)
        implements Fault {
    public LinkFlap {
        repetition(down, up, count);
    }

    @Override
    public AgentCommand inject(Site site) {
        return new LinkDown(networkInterface).inject(site);
    }

    @Override
    public AgentCommand heal(Site site) {
        return new LinkDown(networkInterface).heal(site);
    }

    @Override
    public Set<String> interfaces() {
        return Set.of(networkInterface);
    }

    @Override
    public Optional<Repetition> repetition() {
        return Optional.of(repetition(down, up, count));
    }

    @Override
    public Optional<LinkState> moves() {
        return Optional.of(LinkState.ADMINISTRATIVE);
    }

    private static Repetition repetition(Duration down, Duration up, int count) {
        return new Repetition(down, down.plus(up), count);
    }
}
