package io.pilab.remote.sshj;

import io.pilab.lab.JumpHosts;
import io.pilab.lab.Names;
import io.pilab.lab.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides how a host is reached: by the lab file, then by the operator's ssh_config, then by pilab's defaults. The lab's key
 * and known_hosts also serve for its jump hosts.
 */
final class HopResolver {
    private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");
    private static final int MOST_HOPS = 8;

    private final String host;
    private final SshSettings settings;

    HopResolver(String host, SshSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /**
     * All logins in order: the jump hosts, then the host itself.
     *
     * @throws RemoteException CONFIGURATION when ssh_config asks for something unsupported
     */
    List<ResolvedTarget> to(SshTarget target) {
        List<ResolvedTarget> logins = new ArrayList<>();
        add(target, target, logins, 0);
        return logins;
    }

    private void add(SshTarget step, SshTarget lab, List<ResolvedTarget> logins, int depth) {
        if (depth > MOST_HOPS) {
            throw failure("the jump hosts of ssh_config lead round in a circle, or are more than " + MOST_HOPS
                    + "; name them in the lab file: ssh: { jump: HOST }, and none for no jump host");
        }
        OperatorConfig config = settings.configs().of(host, step);
        List<SshTarget> hops = step.jump().orElseGet(() -> hops(step, config));
        for (int i = 0; i < hops.size(); i++) {
            // as with ssh -J, only the first jump host is itself reached by ssh_config
            add(i == 0 ? hops.get(i) : direct(hops.get(i)), lab, logins, depth + 1 + i);
        }
        List<String> before = logins.stream().map(ResolvedTarget::name).toList();
        logins.add(login(step, lab, config, before, depth > 0));
    }

    private ResolvedTarget login(
            SshTarget step, SshTarget lab, OperatorConfig config, List<String> before, boolean jumpHost) {
        String fallback = jumpHost ? System.getProperty("user.name") : step.user();
        String user = step.givenUser().or(config::user).orElse(fallback);
        if (!Names.USER.matcher(user).matches()) {
            throw failure("the user '" + user + "' for " + step.address() + " is not " + Names.USER_FORM
                    + "; name one in the lab file: ssh: { " + (jumpHost ? "jump: USER@" + step.address() : "user: NAME")
                    + " }");
        }
        boolean own = jumpHost || lab.identity().isEmpty();
        return new ResolvedTarget(
                config.hostName().orElse(step.address()),
                step.givenPort().or(config::port).orElse(step.port()),
                user,
                lab.identity(),
                own ? identityFiles(config) : List.of(),
                config.identitiesOnly(),
                agent(config),
                lab.knownHosts().map(List::of).orElseGet(() -> knownHosts(config)),
                config.hostKeyAlias(),
                before,
                jumpHost);
    }

    private List<SshTarget> hops(SshTarget step, OperatorConfig config) {
        if (config.proxyCommand().isPresent()) {
            throw failure("ssh_config reaches " + step.address() + " through 'ProxyCommand "
                    + config.proxyCommand().get() + "', which pilab does not run; name the host in between, in"
                    + " ssh_config as ProxyJump or in the lab file as ssh: { jump: HOST }, or none if there is a direct"
                    + " way");
        }
        return config.proxyJump()
                .map(text -> JumpHosts.parse(text)
                        .orElseThrow(() -> failure("the 'ProxyJump " + text + "' of ssh_config for " + step.address()
                                + " is not " + JumpHosts.FORM)))
                .orElse(List.of());
    }

    private static SshTarget direct(SshTarget hop) {
        return new SshTarget(
                hop.address(),
                hop.givenPort(),
                hop.givenUser(),
                hop.identity(),
                hop.knownHosts(),
                Optional.of(List.of()));
    }

    private List<Path> identityFiles(OperatorConfig config) {
        return config.identityFiles().isEmpty()
                ? USUAL.stream().map(settings.sshDirectory()::resolve).toList()
                : config.identityFiles();
    }

    private List<Path> knownHosts(OperatorConfig config) {
        List<Path> all = new ArrayList<>(config.userKnownHosts());
        if (all.isEmpty()) {
            all.add(settings.sshDirectory().resolve("known_hosts"));
        }
        all.addAll(config.globalKnownHosts());
        return all;
    }

    private Optional<Path> agent(OperatorConfig config) {
        String named = config.identityAgent().orElse(SshSettings.AGENT_VARIABLE);
        Optional<String> socket = named.equals(SshSettings.AGENT_VARIABLE)
                ? settings.environment().apply(named)
                : named.startsWith("$")
                        ? settings.environment().apply(named.substring(1))
                        : Optional.of(named).filter(path -> !path.equals("none"));
        return socket.filter(path -> !path.isEmpty()).map(Path::of);
    }

    private RemoteException failure(String message) {
        return new RemoteException(host, RemoteFailure.CONFIGURATION, message).beforeStart();
    }
}
