package io.pilab.run;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.remote.Agent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what a host has added to a trial's spool, by byte offset: after a lost connection it goes on where it was,
 * nothing lost and nothing twice.
 */
final class SpoolReader {
    /** How the host's share of the trial stands. */
    enum State {
        ABSENT,
        PREPARED,
        RUNNING,
        DIED,
        DONE
    }

    /** Gets a file's next bytes. */
    interface Chunks {
        void accept(String file, byte[] bytes);
    }

    private final Agent agent;
    private final String run;
    private final String trial;
    private final Chunks chunks;
    private final Map<String, Long> offsets = new TreeMap<>();

    SpoolReader(Agent agent, String run, String trial, Chunks chunks) {
        this.agent = agent;
        this.run = run;
        this.trial = trial;
        this.chunks = chunks;
    }

    /** Reads once; the state is the one before the reading. */
    State poll() {
        List<String> arguments = new ArrayList<>(List.of(run, trial));
        offsets.forEach((file, offset) -> arguments.add(file + ":" + offset));
        AgentCommand read = new AgentCommand(AgentScript.SPOOL, "read", arguments);
        return parse(agent.callUnprivileged(read).stdout());
    }

    /** Takes what an earlier reading stored for the host's own, which is gone. */
    void replay(Map<String, byte[]> stored) {
        stored.forEach((file, bytes) -> {
            chunks.accept(file, bytes);
            offsets.merge(file, (long) bytes.length, Long::sum);
        });
    }

    /** Reads until a reading brings nothing new. */
    void drain() {
        long before;
        do {
            before = total();
            poll();
        } while (total() > before);
    }

    private State parse(byte[] answer) {
        int position = 0;
        while (true) {
            int end = position;
            while (answer[end] != '\n') {
                end++;
            }
            String header = new String(answer, position, end - position, StandardCharsets.UTF_8);
            String[] words = header.split(" ");
            if (words[0].equals("state")) {
                return State.valueOf(words[1].toUpperCase(java.util.Locale.ROOT));
            }
            int length = Integer.parseInt(words[2]);
            chunks.accept(words[0], Arrays.copyOfRange(answer, end + 1, end + 1 + length));
            offsets.merge(words[0], (long) length, Long::sum);
            position = end + 1 + length;
        }
    }

    private long total() {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
