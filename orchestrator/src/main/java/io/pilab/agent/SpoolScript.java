package io.pilab.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls of {@code spool.sh}: what a trial has written. */
public final class SpoolScript {
    private SpoolScript() {}

    /**
     * Reads what the files of a spool hold beyond these offsets.
     *
     * @param offsets bytes to skip, by the name of the file; a file without one counts from 0
     */
    public static AgentCommand read(String run, String trial, Map<String, Long> offsets) {
        List<String> words = new ArrayList<>(List.of(run, trial));
        offsets.forEach((file, offset) -> words.add(file + ":" + offset));
        return new AgentCommand(AgentScript.SPOOL, "read", words);
    }
}
