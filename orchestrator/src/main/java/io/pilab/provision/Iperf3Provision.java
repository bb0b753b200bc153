package io.pilab.provision;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.model.Iperf3Install;
import io.pilab.model.Iperf3Install.Source;
import io.pilab.record.HostFacts;
import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.remote.Agent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Finds an iperf3 with {@code --mptcp} on a host, or puts one there. */
public final class Iperf3Provision {
    private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(20);

    private final Iperf3Install wanted;
    private final Agent agent;
    private final Consumer<String> progress;

    public Iperf3Provision(Iperf3Install wanted, Agent agent, Consumer<String> progress) {
        this.wanted = wanted;
        this.agent = agent;
        this.progress = progress;
    }

    /** The binary's path on the host; throws {@link ProvisionException} when there is none and none can be made. */
    public Iperf3Binary provide(HostFacts facts) {
        Optional<Iperf3Binary> exact = exact(facts);
        if (exact.isPresent()) {
            return exact.get();
        }
        if (wanted.tarball().isPresent() && wanted.source() != Source.PACKAGE && mayBuild()) {
            return build(wanted.tarball().get());
        }
        if (wanted.source() == Source.TARBALL) {
            throw new ProvisionException(agent.host() + ": no iperf3 " + wanted.version()
                    + " with --mptcp, and no source to build it from.\n"
                    + "  Download iperf-" + wanted.version()
                    + ".tar.gz and name it under iperf3: tarball: in the lab file.");
        }
        return fromPackage(facts);
    }

    /** What {@link #provide} would do, as a line of a plan; empty: nothing. */
    public Optional<String> pending(HostFacts facts) {
        if (exact(facts).isPresent()) {
            return Optional.empty();
        }
        if (wanted.tarball().isPresent() && wanted.source() != Source.PACKAGE && mayBuild()) {
            return Optional.of("+ iperf3 " + wanted.version() + ", built from "
                    + wanted.tarball().get().getFileName() + ", at " + wanted.prefix());
        }
        Optional<Iperf3Binary> other = other(facts);
        if (other.isPresent() && wanted.source() != Source.TARBALL) {
            progress.accept(instead(other.get()));
            return Optional.empty();
        }
        return Optional.of("+ iperf3 with --mptcp, from the distribution");
    }

    /** Whether the host has what the lab wants. */
    public Optional<Iperf3Binary> exact(HostFacts facts) {
        return facts.iperf3().stream()
                .filter(b -> b.mptcp() && b.version().equals(wanted.version()))
                .findFirst();
    }

    /** What {@code auto} may fall back to: another version that has MPTCP. */
    public static Optional<Iperf3Binary> other(HostFacts facts) {
        return facts.iperf3().stream().filter(Iperf3Binary::mptcp).findFirst();
    }

    private boolean mayBuild() {
        if (wanted.source() == Source.TARBALL) {
            return true; // the script says what is missing
        }
        AgentCommand compiler = AgentCommand.of(AgentScript.IPERF3, "compiler");
        return AgentJson.answer(agent.call(compiler)).path("compiler").asBoolean();
    }

    private Iperf3Binary build(Path tarball) {
        String sha256 = sha256(tarball);
        String remotePath = "/tmp/pilab-" + UUID.randomUUID() + ".tar.gz";
        progress.accept("building iperf3 " + wanted.version() + " from " + tarball.getFileName());
        agent.remote().put(tarball, remotePath);
        AgentCommand build = AgentCommand.of(AgentScript.IPERF3, "build", wanted.version(), remotePath, sha256);
        try {
            agent.call(build, new byte[0], BUILD_TIMEOUT);
        } finally {
            agent.remote().exec(io.pilab.remote.RemoteCommand.of("rm", "-f", remotePath));
        }
        return exact(FactsReader.read(agent))
                .orElseThrow(() -> new ProvisionException(agent.host() + ": "
                        + wanted.prefix() + " was built, but does not report version " + wanted.version()
                        + ".\n  Is the tarball another version's?"));
    }

    private Iperf3Binary fromPackage(HostFacts facts) {
        Optional<Iperf3Binary> found = other(facts);
        if (found.isEmpty()) {
            progress.accept("installing the distribution's iperf3");
            agent.call(AgentCommand.of(AgentScript.IPERF3, "package"), new byte[0], BUILD_TIMEOUT);
            found = other(FactsReader.read(agent));
        }
        Iperf3Binary binary = found.orElseThrow(() -> new ProvisionException(
                agent.host() + ": the distribution's iperf3 has no --mptcp (it came with 3.19).\n"
                        + "  Name a source tarball under iperf3: tarball: in the lab file."));
        progress.accept(instead(binary));
        return binary;
    }

    private String instead(Iperf3Binary binary) {
        return "iperf3 " + wanted.version() + " is not there and there is nothing to build it from; using "
                + binary.path() + ", version " + binary.version() + ", which has --mptcp";
    }

    private static String sha256(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
