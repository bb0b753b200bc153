package io.pilab.iperf3;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.BuildScript;
import io.pilab.agent.PackagesScript;
import io.pilab.host.HostException;
import io.pilab.host.HostException.HostFailure;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Builds iperf3 on a host: the tools, the source, and the build itself, which runs there by itself. */
final class HostBuild {
    private static final Duration APT_LIMIT = Duration.ofMinutes(30);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Of the build, in polls; the slowest Pi needs some ten minutes. */
    private static final int MOST_POLLS = 3600;

    /** Once more after a reboot or a kill. */
    private static final int MOST_STARTS = 2;

    private final String version;
    private final PatientAgent agent;

    HostBuild(String version, PatientAgent agent) {
        this.version = version;
        this.agent = agent;
    }

    /** How a build came to its end. */
    private record BuildEnd(String state, String stage, String reason, List<String> log) {}

    /** Builds and installs; throws {@link HostException} when that does not succeed. */
    void run(BuildSource source) {
        if (source instanceof BuildSource.Git) {
            install(
                    "git",
                    PackagesScript.git(),
                    HostFailure.NO_SOURCE,
                    "By hand on the host: sudo apt-get install git ca-certificates");
        }
        install(
                "build tools",
                PackagesScript.buildTools(),
                HostFailure.FAILED,
                "By hand on the host: sudo apt-get install gcc make libc6-dev");
        for (int start = 1; ; start++) {
            BuildEnd ended = once(source);
            if (ended.state().equals("done")) {
                return;
            }
            if (ended.state().equals("failed") || start == MOST_STARTS) {
                throw failure(ended, source);
            }
            agent.say("the build was cut off; starting it again");
        }
    }

    private void install(String what, AgentCommand command, HostFailure kind, String cure) {
        agent.say("installing " + what + ", as far as they are missing");
        try (AptWatch watch = new AptWatch(agent.agent(), agent::say)) {
            JsonNode answer = agent.call(command, APT_LIMIT);
            List<String> installed = new ArrayList<>();
            answer.path("installed").forEach(p -> installed.add(p.asText()));
            if (!installed.isEmpty()) {
                agent.say("installed " + String.join(", ", installed));
            }
            if (answer.path("headers").isNull()) {
                agent.say("there are no kernel headers for the running kernel; going on, iperf3 needs none");
            }
        } catch (AgentException e) {
            throw new HostException(
                    e.getMessage() + "\n  " + cure,
                    e.notSupported() && kind == HostFailure.FAILED ? HostFailure.NOT_SUPPORTED : kind);
        }
    }

    private BuildEnd once(BuildSource source) {
        Optional<String> pushed = Optional.empty();
        try {
            if (source instanceof BuildSource.Tarball tarball) {
                pushed = Optional.of(agent.put(tarball.file().file()));
            }
            agent.say("building iperf3 " + version + " from " + source.label());
            agent.call(source.start(version, pushed.orElse("")));
            return await();
        } catch (RemoteException | HostException e) {
            throw Thread.currentThread().isInterrupted() ? stopped() : e;
        } catch (AgentException e) {
            throw new HostException(e.getMessage(), e.notSupported() ? HostFailure.NOT_SUPPORTED : HostFailure.FAILED);
        } finally {
            pushed.ifPresent(agent::remove);
        }
    }

    private BuildEnd await() {
        String stage = "";
        for (int poll = 0; poll < MOST_POLLS; poll++) {
            JsonNode answer = agent.call(BuildScript.status(version));
            String now = answer.path("stage").asText("");
            if (!now.equals(stage) && !now.isEmpty()) {
                stage = now;
                agent.say("iperf3 " + version + ": " + stage);
            }
            String state = answer.path("state").asText();
            if (!state.equals("running")) {
                List<String> log = new ArrayList<>();
                answer.path("log").forEach(line -> log.add(line.asText()));
                return new BuildEnd(state, now, answer.path("reason").asText(""), log);
            }
            agent.sleep(POLL);
        }
        throw new HostException(agent.host() + ": iperf3 " + version + " was not built within "
                + POLL.multipliedBy(MOST_POLLS).toMinutes() + " minutes, and is still at: " + stage
                + ".\n  The build continues on the host. The same command finds it and waits for it.");
    }

    private HostException stopped() {
        agent.tidy(() -> agent.agent().call(BuildScript.stop(version)));
        return new HostException(
                agent.host() + ": interrupted; the build of iperf3 " + version + " was ended, nothing of it is left");
    }

    private HostException failure(BuildEnd ended, BuildSource source) {
        StringBuilder text = new StringBuilder(agent.host() + ": building iperf3 " + version + ": ");
        text.append(ended.stage().isEmpty() || ended.reason().startsWith(ended.stage()) ? "" : ended.stage() + ": ");
        text.append(ended.reason().isEmpty() ? "the build is " + ended.state() : ended.reason());
        ended.log().forEach(line -> text.append("\n    ").append(line));
        text.append("\n  ").append(cure(ended));
        boolean unfetched = source instanceof BuildSource.Git && ended.stage().equals("fetch");
        return new HostException(text.toString(), unfetched ? HostFailure.NO_SOURCE : HostFailure.FAILED);
    }

    private String cure(BuildEnd ended) {
        String said = ended.reason() + "\n" + String.join("\n", ended.log());
        if (said.toLowerCase(Locale.ROOT).contains("no space")) {
            return "Free some space on " + agent.host() + " (df -h shows where), then do the same again.";
        }
        if (said.contains("--mptcp")) {
            return "Is it a release before 3.19, or a C library older than glibc 2.32? Choose another version.";
        }
        if (!ended.state().equals("failed")) {
            return "Something on " + agent.host()
                    + " ends it, out of memory perhaps (dmesg shows it). Do the same again.";
        }
        return "Nothing was installed. Do the same again once the cause is gone.";
    }
}
