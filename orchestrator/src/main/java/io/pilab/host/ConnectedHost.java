package io.pilab.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.lab.Host;
import io.pilab.record.HostFacts;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One host during a run. */
public final class ConnectedHost {
    private final Host host;
    private final Agent agent;
    private HostFacts facts;
    private double clockOffset;
    private String iperf3 = "iperf3";
    private Runnable lock = () -> {};
    private Runnable confirm = () -> {};
    private Consumer<Runnable> relock = Runnable::run;
    private BooleanSupplier rearm = () -> false;
    private Consumer<Duration> armed = least -> {};
    private volatile boolean restarted;
    private volatile boolean beginning;
    private volatile boolean bringing;

    public ConnectedHost(Host host, Agent agent) {
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
    public Optional<String> sshInterface() {
        return Optional.ofNullable(facts).flatMap(HostFacts::sshInterface);
    }

    public void facts(HostFacts found) {
        facts = found;
    }

    /** Seconds that the host's clock is ahead of ours. */
    public double clockOffset() {
        return clockOffset;
    }

    public void clockOffset(double seconds) {
        clockOffset = seconds;
    }

    /** Throws when somebody has taken the host over from us; whatever changes it comes after this. */
    public void demandLock() {
        lock.run();
    }

    /** Likewise, and asks the host, since its lock may have been taken since it was renewed. */
    public void confirmLock() {
        confirm.run();
    }

    public void lock(HostLock held) {
        lock = held::demand;
        confirm = held::confirm;
        relock = held::again;
    }

    /**
     * A trial begins: when the host is restarted in its course, it is made ready again, and told of.
     *
     * @param arm starts its dead-man anew, if it has what it had captured; whether it has
     */
    public void watchRestarts(Consumer<String> tell, BooleanSupplier arm) {
        restarted = false;
        beginning = false;
        bringing = false;
        rearm = arm;
        agent.whenRestarted(() -> {
            restarted = true;
            relock.accept(agent::install);
            tell.accept(name() + ": has restarted, reconnected; the agent scripts are pushed again, "
                    + (bringBack() ? "what it kept on its disk is read" : "it kept nothing of the trial"));
            if (beginning) {
                throw new HostException(name() + ": was restarted before the traffic began: the trial ends here");
            }
        });
    }

    /**
     * From now on a trial's dead man's switch guards the host.
     *
     * @param demand throws unless it is armed, and waits for at least that long
     */
    public void armed(Consumer<Duration> demand) {
        armed = demand;
    }

    /** Throws unless the host puts itself back without us, but not before this time is over. */
    public void demandArmed(Duration least) {
        armed.accept(least);
    }

    /**
     * The trial begins to change the host, or has. Until it has, nothing is asked once more of a host that was restarted:
     * its capture and its dead-man are gone.
     */
    public void beginning(boolean now) {
        beginning = now;
    }

    /** For a host that may have been restarted before we came: what it kept on its disk is there again; if it did. */
    public boolean bringBack() {
        boolean cutOff = bringing;
        bringing = true;
        boolean captured;
        try {
            captured = rearm.getAsBoolean(); // first: from here on it does not need us
        } catch (AgentException | HostException e) {
            brought(cutOff); // what it kept is brought back all the same
            throw e;
        }
        return brought(cutOff && captured);
    }

    /** @param before whether it was already, by a call whose answer did not come */
    private boolean brought(boolean before) {
        JsonNode answer = AgentJson.answer(agent, agent.call(AgentCommand.of(AgentScript.DISK, "bring")));
        boolean brought = answer.path("changed").asBoolean() || before;
        restarted |= brought;
        bringing = false;
        return brought;
    }

    /** Whether it was in this trial, as far as we know. */
    public boolean restarted() {
        return restarted;
    }

    /** The binary on the host. */
    public String iperf3() {
        return iperf3;
    }

    public void iperf3(String path) {
        iperf3 = path;
    }
}
