package io.pilab.iperf3;

import io.pilab.host.FactsReader;
import io.pilab.host.HostException;
import io.pilab.iperf3.Iperf3Cache.Kept;
import io.pilab.iperf3.Iperf3Chain.Made;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.InstallSource;
import io.pilab.record.HostFacts;
import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.remote.Agent;
import io.pilab.time.Time;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds an iperf3 with {@code --mptcp} on a host, or puts one there. */
public final class Iperf3Provision {
    private final Iperf3Install wanted;
    private final Iperf3Sources sources;
    private final PatientAgent agent;
    private final Iperf3Artefacts artefacts;

    /** {@code sources} is the same for all hosts of a command; {@code progress} takes lines without the host's name. */
    public Iperf3Provision(Iperf3Install wanted, Iperf3Sources sources, Agent agent, Consumer<String> progress) {
        this(wanted, sources, agent, progress, Time.real());
    }

    Iperf3Provision(Iperf3Install wanted, Iperf3Sources sources, Agent agent, Consumer<String> progress, Time time) {
        this.wanted = wanted;
        this.sources = sources;
        this.agent = new PatientAgent(agent, progress, time);
        this.artefacts = new Iperf3Artefacts(wanted.version(), sources.cache(), this.agent);
    }

    /**
     * The wanted version, built if need be; another that has MPTCP where the lab file allows it and nothing else can be
     * had. Throws {@link HostException} when there is none and none can be made.
     */
    public Iperf3Binary provide(HostFacts facts) {
        Optional<Iperf3Binary> exact = exact(facts);
        if (exact.isPresent()) {
            return exact.get();
        }
        Optional<Platform> platform = Platform.of(facts);
        return wanted.source() == InstallSource.PACKAGE || platform.isEmpty()
                ? chain().make(facts).binary()
                : shared(facts, platform.get());
    }

    /** What a run can do with: what is there, unless the lab file insists on a source; else as {@link #provide}. */
    public Iperf3Binary usable(HostFacts facts) {
        Optional<Iperf3Binary> exact = exact(facts);
        if (exact.isPresent()) {
            return exact.get();
        }
        Optional<Iperf3Binary> other = InstalledIperf3.other(facts).filter(b -> wanted.source() == InstallSource.AUTO);
        if (other.isEmpty()) {
            return provide(facts);
        }
        agent.say("iperf3 " + wanted.version() + " is not there; using " + InstalledIperf3.described(other.get())
                + "; `pilab apply` puts " + wanted.version() + " there");
        return other.get();
    }

    /** What {@link #provide} would do, as a line of a plan; empty: nothing. */
    public Optional<String> pending(HostFacts facts) {
        if (exact(facts).isPresent()) {
            return Optional.empty();
        }
        if (wanted.source() == InstallSource.PACKAGE) {
            return InstalledIperf3.other(facts).isPresent()
                    ? Optional.empty()
                    : Optional.of("+ iperf3 with --mptcp, from the distribution");
        }
        boolean built =
                Platform.of(facts).flatMap(p -> sources.build(p, agent::say)).isPresent();
        return Optional.of("+ iperf3 " + wanted.version() + " at " + wanted.prefix() + ", "
                + (built ? "as an alike host built it" : sources.outlook(agent::say)));
    }

    /** Whether the host has what the lab wants. */
    public Optional<Iperf3Binary> exact(HostFacts facts) {
        return InstalledIperf3.exact(wanted, facts);
    }

    private Iperf3Binary shared(HostFacts facts, Platform platform) {
        Optional<Kept> cached = sources.build(platform, agent::say);
        SharedBuild alike = sources.alike(platform);
        if (cached.isPresent() || !alike.begin(agent.host())) {
            return cached.or(() -> awaited(alike))
                    .flatMap(this::installed)
                    .orElseGet(() -> chain().make(facts).binary());
        }
        Optional<Kept> built = Optional.empty();
        try {
            Made made = chain().make(facts);
            built = made.pin().flatMap(pin -> artefacts.fetch(platform, pin));
            return made.binary();
        } finally {
            alike.end(built);
        }
    }

    private Optional<Kept> awaited(SharedBuild alike) {
        agent.say("waiting for " + alike.builder() + ", an identical host, to build iperf3 " + wanted.version());
        try {
            return alike.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException(agent.host() + ": interrupted");
        }
    }

    private Optional<Iperf3Binary> installed(Kept build) {
        if (!artefacts.install(build)) {
            return Optional.empty();
        }
        Optional<Iperf3Binary> binary = exact(FactsReader.read(agent.agent()));
        if (binary.isEmpty()) {
            artefacts.remove();
        }
        return binary;
    }

    private Iperf3Chain chain() {
        return new Iperf3Chain(wanted, sources, agent);
    }
}
