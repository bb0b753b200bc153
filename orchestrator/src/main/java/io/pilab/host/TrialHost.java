package io.pilab.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.PersistScript;
import io.pilab.lab.Host;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import java.util.function.Consumer;

/** A host in the course of a trial. Found restarted, it is made ready again before anything else is asked of it. */
public final class TrialHost {
    /** Whether it can be asked. */
    private enum Readiness {
        UP,
        /** It was restarted, and has not our scripts yet, or not our lock. */
        LOST,
        /** It has them; what it kept on its disk may not be there again. */
        HALF_READY
    }

    private final LockedHost locked;
    private final Consumer<String> tell;
    private final DeadMansSwitch direct;
    private final Agent agent;
    private final DeadMansSwitch deadMan;
    private volatile Readiness state = Readiness.UP;
    private volatile boolean restarted;
    private volatile boolean beginning;

    /**
     * One that a trial is about to begin on, or to go on.
     *
     * @param id of the trial's capture
     * @param deadmanSeconds after which it restores itself
     * @param tell hears when it was restarted
     */
    public TrialHost(LockedHost locked, String id, int deadmanSeconds, Consumer<String> tell) {
        this.locked = locked;
        this.tell = tell;
        this.direct = new DeadMansSwitch(locked.agent(), id, deadmanSeconds);
        this.agent = locked.agent().through(this::exec);
        this.deadMan = new DeadMansSwitch(agent, id, deadmanSeconds);
    }

    public String name() {
        return locked.name();
    }

    public Host host() {
        return locked.host();
    }

    public HostLock lock() {
        return locked.lock();
    }

    /** Our scripts on it, also after a restart. */
    public Agent agent() {
        return agent;
    }

    /** The switch of this trial. */
    public DeadMansSwitch deadMan() {
        return deadMan;
    }

    /** Whether it was restarted in this trial, as far as we know. */
    public boolean restarted() {
        return restarted;
    }

    /**
     * The trial begins to change the host, or has. Until it has, nothing is asked once more of a host that was restarted:
     * its capture and its dead man's switch are gone.
     */
    public void beginning(boolean now) {
        beginning = now;
    }

    /** For a host that may have been restarted before we came: what it kept on its disk is there again; if it did. */
    public boolean bringBack() {
        return bringBack(deadMan, false);
    }

    /** What fails since our scripts are gone is asked once more. */
    private CommandResult exec(RemoteCommand command) {
        if (state != Readiness.UP) {
            makeReady();
        }
        CommandResult result = locked.agent().remote().exec(command);
        if (result.succeeded() || locked.agent().installed()) {
            return result;
        }
        makeReady();
        return locked.agent().remote().exec(command);
    }

    /** A connection that is lost on the way leaves it as far as it is: the next command begins anew. */
    private void makeReady() {
        Readiness after = state;
        boolean cutOff = state == Readiness.HALF_READY;
        restarted = true;
        state = cutOff ? Readiness.HALF_READY : Readiness.LOST;
        try {
            locked.lock().again(locked.agent()::install);
            state = Readiness.HALF_READY;
            boolean kept = bringBack(direct, cutOff);
            after = Readiness.UP;
            tell.accept(name() + ": has restarted, reconnected; the agent scripts are pushed again, "
                    + (kept ? "what it kept on its disk is read" : "it kept nothing of the trial"));
        } catch (RemoteException e) {
            after = state;
            throw e;
        } finally {
            state = after;
        }
        if (beginning) {
            throw new HostException(name() + ": was restarted before the traffic began: the trial ends here");
        }
    }

    /** @param cutOff whether a call before this one got no answer, so that it may have been brought back by that */
    private boolean bringBack(DeadMansSwitch own, boolean cutOff) {
        boolean captured;
        try {
            captured = own.rearm(); // first: from here on it does not need us
        } catch (AgentException | HostException e) {
            broughtBack(own.agent(), cutOff); // what it kept is brought back all the same
            throw e;
        }
        return broughtBack(own.agent(), cutOff && captured);
    }

    private boolean broughtBack(Agent by, boolean before) {
        JsonNode answer = AgentJson.answer(by, by.call(PersistScript.recover()));
        boolean brought = answer.path("changed").asBoolean() || before;
        restarted |= brought;
        return brought;
    }
}
