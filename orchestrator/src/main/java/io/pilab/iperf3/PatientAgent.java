package io.pilab.iperf3;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.host.AgentJson;
import io.pilab.host.HostException;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.remote.Sleeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls scripts that may be called again. A lost connection is waited for, since what was begun goes on without it; the
 * host may even have been started anew in between.
 */
final class PatientAgent {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Of connecting, each with the patience of the connection itself. */
    private static final int MOST_ATTEMPTS = 20;

    private static final int MOST_LOSSES = 5;

    private final Agent agent;
    private final Consumer<String> progress;
    private final Sleeper sleeper;

    PatientAgent(Agent agent, Consumer<String> progress, Sleeper sleeper) {
        this.agent = agent;
        this.progress = progress;
        this.sleeper = sleeper;
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
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } catch (RemoteException | AgentException e) {
            progress.accept("not tidied up: " + e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void sleep(Duration time) {
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException(host() + ": interrupted");
        }
    }

    private <T> T patiently(Supplier<T> action) {
        for (int losses = 1; ; losses++) {
            try {
                return action.get();
            } catch (RemoteException e) {
                if (!e.passing() || losses > MOST_LOSSES) {
                    throw e;
                }
                reconnect();
            }
        }
    }

    private void reconnect() {
        progress.accept("the connection is lost, the host works on; connecting again");
        for (int attempt = 1; ; attempt++) {
            sleep(PAUSE);
            try {
                agent.install();
                progress.accept("connected again");
                return;
            } catch (RemoteException e) {
                if (!e.passing()) {
                    throw e;
                }
                if (attempt == MOST_ATTEMPTS) {
                    throw new HostException(e.getMessage()
                            + "\n  What was begun there continues on the host; once the host is back, the same command"
                            + " finds it and takes it up.");
                }
            }
        }
    }
}
