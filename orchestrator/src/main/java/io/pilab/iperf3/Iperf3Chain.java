package io.pilab.iperf3;

import io.pilab.agent.PackagesScript;
import io.pilab.host.FactsReader;
import io.pilab.host.HostException;
import io.pilab.host.HostException.HostFailure;
import io.pilab.iperf3.TarballSearch.Search;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.InstallSource;
import io.pilab.record.HostFacts;
import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.remote.AgentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries one source of iperf3 after the other on one host, and remembers why each did not do. */
final class Iperf3Chain {
    private static final Duration APT_LIMIT = Duration.ofMinutes(30);

    private final Iperf3Install wanted;
    private final Iperf3Sources sources;
    private final PatientAgent agent;
    private final List<String> failures = new ArrayList<>();
    private boolean buildable = true;

    Iperf3Chain(Iperf3Install wanted, Iperf3Sources sources, PatientAgent agent) {
        this.wanted = wanted;
        this.sources = sources;
        this.agent = agent;
    }

    /**
     * What the host has now.
     *
     * @param pin of what it was built from; empty: it is the distribution's
     */
    record Made(Iperf3Binary binary, Optional<String> pin) {}

    /** Puts the first that works on the host. */
    Made make(HostFacts facts) {
        Optional<Made> made = may(InstallSource.TARBALL) ? fromTarball() : Optional.empty();
        if (made.isEmpty() && may(InstallSource.GIT)) {
            made = fromGit();
        }
        if (made.isEmpty() && may(InstallSource.PACKAGE)) {
            made = fromPackage(facts);
        }
        return made.orElseThrow(this::exhausted);
    }

    private boolean may(InstallSource source) {
        return wanted.source() == InstallSource.AUTO || wanted.source() == source;
    }

    private Optional<Made> fromTarball() {
        Search search = sources.tarball(agent::say);
        if (search.refused()) {
            throw new HostException(agent.host() + ": " + search.failures().get(0));
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new HostException(agent.host() + ": interrupted");
        }
        failures.addAll(search.failures());
        return search.tarball()
                .flatMap(t -> build(new BuildSource.Tarball(t, wanted.tarballName() + " (" + search.origin() + ")")));
    }

    private Optional<Made> fromGit() {
        if (!buildable) {
            return Optional.empty();
        }
        if (wanted.commitPin().isEmpty()) {
            failures.add("git: the commit of iperf3 " + wanted.version()
                    + " is not known; name it in the lab file under iperf3: commit:");
            return Optional.empty();
        }
        return build(new BuildSource.Git(
                wanted.repository(), wanted.tag(), wanted.commitPin().get()));
    }

    /** Empty: another source may do. One that was fetched and does not build ends it, since the others hold the same. */
    private Optional<Made> build(BuildSource source) {
        try {
            new HostBuild(wanted.version(), agent).run(source);
        } catch (HostException e) {
            if (wanted.source() != InstallSource.AUTO || e.kind() == HostFailure.FAILED) {
                throw e;
            }
            buildable = e.kind() != HostFailure.NOT_SUPPORTED;
            failures.add((source instanceof BuildSource.Git ? "git: " : "tarball: ") + below(e.getMessage()));
            return Optional.empty();
        }
        Iperf3Binary binary = InstalledIperf3.exact(wanted, FactsReader.read(agent.agent()))
                .orElseThrow(() -> new HostException(agent.host() + ": " + wanted.prefix()
                        + " was built, but does not report version " + wanted.version()
                        + " with --mptcp.\n  Is " + source.label() + " another version's?"));
        return Optional.of(new Made(binary, Optional.of(source.pin())));
    }

    private Optional<Made> fromPackage(HostFacts facts) {
        Optional<Iperf3Binary> found = InstalledIperf3.other(facts);
        if (found.isEmpty()) {
            agent.say("installing the distribution's iperf3");
            try (AptWatch watch = new AptWatch(agent.agent(), agent::say)) {
                agent.call(PackagesScript.iperf3(), APT_LIMIT);
            } catch (AgentException e) {
                failures.add("package: " + below(e.getMessage()));
                return Optional.empty();
            }
            HostFacts now = FactsReader.read(agent.agent());
            found = InstalledIperf3.other(now);
            if (found.isEmpty()) {
                failures.add(
                        "package: the distribution's iperf3" + versions(now) + " has no --mptcp, which came with 3.19");
            }
        }
        found.filter(b -> wanted.source() == InstallSource.AUTO).ifPresent(b -> {
            failures.forEach(agent::say);
            agent.say(InstalledIperf3.instead(wanted, b));
        });
        return found.map(b -> new Made(b, Optional.empty()));
    }

    private HostException exhausted() {
        boolean unsupported = !buildable || wanted.source() == InstallSource.PACKAGE;
        String cure = switch (wanted.source()) {
            case PACKAGE -> "Leave out `source: package` in the lab file, and pilab builds one.";
            case GIT -> "Leave out `source: git` in the lab file, and pilab tries other sources, too.";
            case TARBALL, AUTO ->
                buildable
                        ? "Download " + Iperf3Sources.RELEASES.resolve(wanted.tarballName())
                                + " elsewhere, and name it in the lab file: iperf3: { tarball: PATH }"
                        : "Install a compiler: sudo apt-get install gcc make libc6-dev";
        };
        return new HostException(
                agent.host() + ": iperf3 " + wanted.version() + " with --mptcp cannot be had:\n  "
                        + String.join("\n  ", failures) + "\n  " + cure,
                unsupported ? HostFailure.NOT_SUPPORTED : HostFailure.FAILED);
    }

    private static String versions(HostFacts facts) {
        return facts.iperf3().stream()
                .filter(b -> b.path().endsWith("/usr/bin/iperf3"))
                .map(b -> " " + b.version())
                .findFirst()
                .orElse("");
    }

    private String below(String message) {
        String own = agent.host() + ": ";
        return (message.startsWith(own) ? message.substring(own.length()) : message).replace("\n", "\n  ");
    }
}
