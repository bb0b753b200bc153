package io.pilab.run;

import io.pilab.model.Host;
import io.pilab.record.HostFacts;
import io.pilab.remote.Agent;
import java.util.Optional;

/** One host during a run. */
public final class Session {
    private final Host host;
    private final Agent agent;
    private HostFacts facts;
    private double clockOffset;
    private String iperf3 = "iperf3";
    private Runnable lock = () -> {};

    public Session(Host host, Agent agent) {
        this.host = host;
        this.agent = agent;
    }

    public String name() {
        return host.name();
    }

    public Host host() {
        return host;
    }

    public Agent agent() {
        return agent;
    }

    public HostFacts facts() {
        return facts;
    }

    /** The host's interface by which we come; empty until the host was asked. */
    Optional<String> sshInterface() {
        return Optional.ofNullable(facts).flatMap(HostFacts::sshInterface);
    }

    void facts(HostFacts found) {
        facts = found;
    }

    /** Seconds that the host's clock is ahead of ours. */
    public double clockOffset() {
        return clockOffset;
    }

    void clockOffset(double seconds) {
        clockOffset = seconds;
    }

    /** Throws when somebody has taken the host over from us; whatever changes it comes after this. */
    public void demandLock() {
        lock.run();
    }

    void lock(HostLock held) {
        lock = held::demand;
    }

    /** The binary on the host. */
    String iperf3() {
        return iperf3;
    }

    void iperf3(String path) {
        iperf3 = path;
    }
}
