package io.pilab.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.DeadmanScript;
import io.pilab.remote.Agent;
import java.time.Duration;

/**
 * The host's own restore of what a trial captured, which comes when nobody disarms it.
 *
 * @param id of the capture
 * @param seconds until it fires
 */
public record DeadMansSwitch(Agent agent, String id, int seconds) {
    /** What may pass between our question and the start that the host itself judges. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** Arms it and reads it back; nothing may be touched before this has returned. */
    public void arm() {
        agent.call(DeadmanScript.arm(id, seconds));
        JsonNode status = status();
        int left = status.path("expires_in").asInt(-1);
        if (!status.path("armed").asBoolean() || left <= 0 || left > seconds) {
            throw new HostException(agent.host() + ": the dead man's switch did not arm: it says " + status
                    + ". Nothing was touched. Look at /run/pilab on the host.");
        }
    }

    /**
     * Before the host is changed: its own restore is still ahead, and far enough, or is armed anew. Throws when it is not
     * armed any more, as after a controller that slept: the host may have put itself back already.
     *
     * @param least how long it has to wait at least from now on
     */
    public void keepArmed(Duration least) {
        JsonNode status = status();
        if (status.path("fired").asBoolean() || !status.path("armed").asBoolean()) {
            throw new HostException(agent.host() + ": the dead man's switch "
                    + (status.path("fired").asBoolean()
                            ? "has fired: the host has put itself back. Was the controller suspended?"
                            : "is not armed any more. Was it killed, or did another user restore the host?")
                    + " The trial ends here.");
        }
        if (status.path("expires_in").asInt() <= least.plus(MARGIN).toSeconds()) {
            arm();
        }
    }

    /** Arms it once more, where the capture is, be it on the disk alone after a restart; whether it is. */
    public boolean rearm() {
        boolean ours = CapturedRuns.on(agent).stream().anyMatch(run -> run.run().equals(id));
        if (ours) {
            arm();
        }
        return ours;
    }

    public void disarm() {
        agent.call(DeadmanScript.disarm(id));
    }

    private JsonNode status() {
        return AgentJson.answer(agent, agent.call(DeadmanScript.status(id)));
    }
}
