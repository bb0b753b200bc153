package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.QdiscScript;
import io.pilab.lab.Host;
import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import java.util.Set;

/**
 * A slower link: what leaves the interface is held to a rate (tc-tbf(8)).
 *
 * @param rate bits per second
 */
@Variant("What leaves the interface is held to a rate; needs the kernel's tbf.")
public record RateLimit(
        String networkInterface,
        @Parameter("Such as 10mbit; 1kbit to 9999mbit.") long rate) implements Fault {
    private static final long LEAST = 1000;
    private static final long MOST = 9_999_999_999L;
    private static final long USABLE = 1_000_000;

    public RateLimit {
        if (rate < LEAST || rate > MOST) {
            throw new IllegalArgumentException("rate-limit takes a rate from 1kbit to 9999mbit");
        }
    }

    @Override
    public AgentCommand inject(Site site) {
        return QdiscScript.limit(networkInterface, rate);
    }

    @Override
    public AgentCommand heal(Site site) {
        return QdiscScript.heal(networkInterface);
    }

    @Override
    public Set<String> interfaces() {
        return Set.of(networkInterface);
    }

    /** SSH gets through at any other rate, if late. */
    @Override
    public Set<String> cuts() {
        return rate < USABLE ? interfaces() : Set.of();
    }

    @Override
    public boolean replaces(Host host, String what) {
        return what.equals("qdisc " + networkInterface);
    }

    @Override
    public Set<Requirement> needs(Host host) {
        return Set.of(Requirement.TBF);
    }
}
