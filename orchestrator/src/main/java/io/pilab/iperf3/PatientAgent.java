package io.pilab.iperf3;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.host.AgentJson;
import io.pilab.host.HostException;
import io.pilab.host.Reconnection;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.time.Time;
import io.pilab.time.Uninterrupted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls scripts that may be called again. A lost connection is waited for, since what was begun continues without it; the
 * host may even have been started anew in between.
 */
final class PatientAgent {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);

    private final Agent agent;
    private final Consumer<String> progress;
    private final Time time;
    private final Reconnection.Way way = new InstalledWay();

    PatientAgent(Agent agent, Consumer<String> progress, Time time) {
        this.agent = agent;
        this.progress = progress;
        this.time = time;
    }

    String host() {
        return agent.host();
    }

    Agent agent() {
        return agent;
    }

    void say(String text) {
        progress.accept(text);
    }

    JsonNode call(AgentCommand command) {
        return call(command, CALL_LIMIT);
    }

    JsonNode call(AgentCommand command, Duration limit) {
        return patiently(() -> AgentJson.answer(agent, agent.call(command, new byte[0], limit)));
    }

    /** Copies a file to a new place on the host, which it returns. */
    String put(Path file) {
        String remotePath = PushedFiles.path();
        return patiently(() -> {
            PushedFiles.sweep(agent.remote()); // half of it, when the connection was lost
            agent.remote().put(file, remotePath);
            return remotePath;
        });
    }

    void get(String remotePath, Path file) {
        patiently(() -> {
            agent.remote().get(remotePath, file);
            return true;
        });
    }

    void remove(String remotePath) {
        tidy(() -> agent.remote().exec(RemoteCommand.of("rm", "-f", remotePath)));
    }

    /** Does what has to be done although we were interrupted, and is not worth another failure. */
    void tidy(Runnable work) {
        try {
            Uninterrupted.run(work);
        } catch (RemoteException | AgentException e) {
            progress.accept("not tidied up: " + e.getMessage());
        }
    }

    void sleep(Duration length) {
        try {
            time.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException(host() + ": interrupted");
        }
    }

    private <T> T patiently(Supplier<T> action) {
        return Reconnection.PATIENT.call(way, time, action);
    }

    /** It is made ready anew as well: the host may have been restarted. */
    private final class InstalledWay implements Reconnection.Way {
        @Override
        public String host() {
            return agent.host();
        }

        @Override
        public void connect() {
            agent.install();
        }

        @Override
        public void lost() {
            progress.accept("the connection is lost, the host works on; connecting again");
        }

        @Override
        public void found() {
            progress.accept("connected again");
        }

        @Override
        public RuntimeException givenUp(RemoteException last) {
            return new HostException(last.getMessage()
                    + "\n  What was begun there continues on the host; once the host is back, the same command"
                    + " finds it and takes it up.");
        }
    }
}
