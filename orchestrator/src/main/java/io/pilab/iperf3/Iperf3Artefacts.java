package io.pilab.iperf3;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.Iperf3Script;
import io.pilab.iperf3.Iperf3Cache.Kept;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Takes what one host built to hosts alike, by way of the cache. A failure here only costs a build. */
final class Iperf3Artefacts {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Of a program; one with everything for a debugger in it has two megabytes. */
    private static final long MOST_BYTES = 32L << 20;

    private final String version;
    private final Iperf3Cache cache;
    private final PatientAgent agent;

    Iperf3Artefacts(String version, Iperf3Cache cache, PatientAgent agent) {
        this.version = version;
        this.cache = cache;
        this.agent = agent;
    }

    /** Fetches what the host has just built; empty, and said, when that does not succeed. */
    Optional<Kept> fetch(Platform platform, String pin) {
        try {
            JsonNode program = agent.call(Iperf3Script.program(version), LIMIT);
            String sha256 = program.path("sha256").asText();
            Path file = cache.temporary();
            try {
                agent.get(program.path("file").asText(), file);
                if (Files.size(file) > MOST_BYTES) {
                    agent.say("the program that came from the host is too large for an iperf3; not kept");
                    return Optional.empty();
                }
                if (!Sha256.of(file).equals(sha256)) {
                    agent.say("the build that came from the host is damaged; not kept");
                    return Optional.empty();
                }
                return Optional.of(cache.keepBuild(version, platform, pin, sha256, file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (AgentException | RemoteException | UncheckedIOException | IOException e) {
            agent.say("the build is not kept for other hosts: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Installs what an alike host built; false, and said, when that does not succeed. */
    boolean install(Kept build) {
        String remotePath = agent.put(build.file());
        try {
            agent.say("installing iperf3 " + version + " as an alike host built it");
            agent.call(Iperf3Script.install(version, remotePath, build.sha256()), LIMIT);
            return true;
        } catch (AgentException e) {
            agent.say("what an alike host built cannot be used: " + e.getMessage());
            return false;
        } finally {
            agent.remove(remotePath);
        }
    }

    /** Takes back what was installed and does not run. */
    void remove() {
        agent.say("what an alike host built does not run here; building");
        agent.tidy(() -> agent.agent().call(Iperf3Script.remove(version)));
    }
}
