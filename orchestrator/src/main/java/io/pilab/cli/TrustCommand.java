package io.pilab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.app.Controller;
import io.pilab.config.LabFile;
import io.pilab.host.Parallel;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.remote.HostKey;
import io.pilab.remote.HostKeyStore;
import io.pilab.remote.RemoteException;
import io.pilab.remote.Watcher;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the hosts' keys and writes those that the user confirms into known_hosts. */
@Command(
        name = "trust",
        addMethodSubcommands = false,
        description = "Shows the SSH host keys of the lab and adds new ones to known_hosts once you confirm them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Compare a fingerprint with what the host itself says: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
            "",
            "Example:",
            "  pilab trust client server",
            "",
            "Exit codes: 0 every key is known now; 2 usage, or an invalid lab file; 3 a key has changed or was not",
            "accepted, or a host is unreachable."
        })
final class TrustCommand implements Callable<Integer> {
    /** Hosts that are asked at once. */
    private static final int AT_ONCE = 16;

    private final Function<Path, Lab> labs;
    private final HostKeyStore keys;
    private final Function<String, Optional<Boolean>> question;

    private final List<HostKey> found = new ArrayList<>();
    private final List<HostKey> added = new ArrayList<>();
    private final Map<String, String> errors = new TreeMap<>();

    @Mixin
    private CommonOptions common;

    @Option(names = "--yes", description = "Add new keys without asking. For scripts.")
    private boolean yes;

    @Option(names = "--replace", description = "Also replace changed keys.")
    private boolean replace;

    @Parameters(paramLabel = "HOST", arity = "0..*", description = "Hosts of the lab (default: all).")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec;

    /**
     * For tests.
     *
     * @param question asks for a yes or no; empty without a terminal
     */
    TrustCommand(Function<Path, Lab> labs, HostKeyStore keys, Function<String, Optional<Boolean>> question) {
        this.labs = labs;
        this.keys = keys;
        this.question = question;
    }

    TrustCommand() {
        this(
                file -> LabFile.load(file, Environment.variables()),
                Controller.of(Environment.variables(), Environment.controllerName(), Watcher.NOBODY)
                        .hostKeys(),
                TrustCommand::ask);
    }

    /** A host behind a jump host is asked only once the jump host is trusted, so it may take several rounds. */
    @Override
    public Integer call() {
        List<Host> left = hosts(labs.apply(common.lab));
        int code = ExitCode.DONE;
        while (!left.isEmpty() && code == ExitCode.DONE) {
            List<HostKey> shown = new ArrayList<>();
            Map<Host, HostKey> reached = fetch(left, shown);
            if (!common.json()) {
                print(shown);
            }
            List<HostKey> wanted = shown.stream().filter(this::wanted).toList();
            code = wanted.isEmpty() ? ExitCode.DONE : enrol(wanted);
            if (code == ExitCode.DONE) {
                added.addAll(wanted);
            }
            left = left.stream()
                    .filter(host -> reached.containsKey(host) && goesOn(reached.get(host)))
                    .toList();
        }
        if (common.json()) {
            out().println(json());
        }
        errors.values().forEach(error -> err().println("pilab: " + error));
        List<HostKey> bad =
                found.stream().filter(key -> refused(key) && !wanted(key)).toList();
        bad.forEach(key -> err().println("pilab: " + reason(key)));
        return code == ExitCode.DONE && !(errors.isEmpty() && bad.isEmpty()) ? ExitCode.BROKEN : code;
    }

    /** The keys on the path to a host, its own last, or the reason why there are none. */
    private record KeyPath(Host host, List<HostKey> way, Optional<String> error) {}

    /** The last key on each host's path. New keys are added to the list. */
    private Map<Host, HostKey> fetch(List<Host> hosts, List<HostKey> shown) {
        Map<Host, HostKey> reached = new HashMap<>();
        for (KeyPath answer : Parallel.map(AT_ONCE, hosts, this::ask)) {
            answer.error().ifPresent(error -> errors.put(answer.host().name(), error));
            answer.way().stream()
                    .filter(key -> found.stream().noneMatch(key::isOf))
                    .forEach(key -> {
                        found.add(key);
                        shown.add(key);
                    });
            if (!answer.way().isEmpty()) {
                reached.put(answer.host(), answer.way().get(answer.way().size() - 1));
            }
        }
        return reached;
    }

    private KeyPath ask(Host host) {
        try (Watcher.Activity work = ScreenOwner.of(spec)
                .watcher()
                .begin(host.name(), "asking " + host.ssh().address() + " for its host key")) {
            return new KeyPath(host, keys.fetch(host.name(), host.ssh()), Optional.empty());
        } catch (RemoteException e) {
            return new KeyPath(host, List.of(), Optional.of(e.getMessage()));
        }
    }

    private boolean goesOn(HostKey key) {
        return key.jumpHost().isPresent() && added.stream().anyMatch(key::isOf);
    }

    private List<Host> hosts(Lab lab) {
        if (names.isEmpty()) {
            return lab.hosts();
        }
        List<String> known = lab.hosts().stream().map(Host::name).toList();
        return names.stream()
                .map(name -> lab.host(name)
                        .orElseThrow(() -> new Failure(
                                ExitCode.INVALID,
                                "lab " + lab.name() + " has no host '" + name + "'; it has: "
                                        + String.join(", ", known))))
                .toList();
    }

    private boolean wanted(HostKey key) {
        return key.state() == HostKey.KeyState.NEW || (replace && key.state() == HostKey.KeyState.CHANGED);
    }

    private static boolean refused(HostKey key) {
        return key.state() == HostKey.KeyState.CHANGED || key.state() == HostKey.KeyState.REVOKED;
    }

    private int enrol(List<HostKey> wanted) {
        String what = wanted.size() == 1 ? "this key" : "these " + wanted.size() + " keys";
        String question = "Do you vouch for " + what + " ("
                + String.join(", ", wanted.stream().map(HostKey::name).toList()) + ")? yes or no: ";
        Optional<Boolean> answer = yes
                ? Optional.of(true)
                : common.json() ? Optional.empty() : ScreenOwner.of(spec).leave(() -> this.question.apply(question));
        if (answer.isEmpty()) {
            err().println(
                            "pilab: nothing was added, since there is no terminal to ask on; compare the fingerprints, then"
                                    + " run it again with --yes");
            return ExitCode.INVALID;
        }
        if (!answer.get()) {
            err().println("pilab: nothing was added");
            return ExitCode.BROKEN;
        }
        for (HostKey key : wanted) {
            if (key.state() == HostKey.KeyState.NEW) {
                keys.enrol(key);
            } else {
                keys.replace(key);
            }
            if (!common.json() && !common.quiet) {
                out().println(key.name() + ": added to " + key.knownHosts());
            }
        }
        return ExitCode.DONE;
    }

    private void print(List<HostKey> found) {
        int host = found.stream().mapToInt(key -> key.name().length()).max().orElse(0);
        int address =
                found.stream().mapToInt(key -> address(key).length()).max().orElse(0);
        for (HostKey key : found) {
            out().printf(
                            Locale.ROOT,
                            "%-" + host + "s  %-" + address + "s  %s %s  %s%n",
                            key.name(),
                            address(key),
                            key.type(),
                            key.fingerprint(),
                            refused(key) ? key.state().name() : label(key));
        }
    }

    private String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        ArrayNode hosts = root.putArray("hosts");
        for (HostKey key : found) {
            ObjectNode host = hosts.addObject().put("host", key.host());
            key.jumpHost().ifPresent(name -> host.put("jump_host", name));
            host.put("address", key.address())
                    .put("port", key.port())
                    .put("type", key.type())
                    .put("fingerprint", key.fingerprint())
                    .put("state", label(key))
                    .put("added", added.contains(key) && key.state() == HostKey.KeyState.NEW)
                    .put("known_hosts", key.knownHosts().toString());
        }
        errors.forEach((host, error) -> hosts.addObject().put("host", host).put("error", error));
        return root.toString();
    }

    private static String reason(HostKey key) {
        String place = key.place().map(p -> " (" + p + ")").orElse("");
        if (key.state() == HostKey.KeyState.REVOKED) {
            return key.name() + ": this key is revoked" + place + " and is not added";
        }
        return key.name() + ": THE HOST KEY HAS CHANGED; the old one is still there" + place
                + ". If you know why, run: " + key.cure().orElse("") + " && pilab trust " + key.host()
                + ", or: pilab trust --replace " + key.host();
    }

    private static String label(HostKey key) {
        return key.state().name().toLowerCase(Locale.ROOT);
    }

    private static String address(HostKey key) {
        return key.address() + (key.port() == 22 ? "" : ":" + key.port());
    }

    /** Newer JDKs have a console also without a terminal; its input is at its end, which is a no. */
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<Boolean> ask(String question) {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        while (true) {
            String answer = console.readLine("%s", question);
            if (answer == null || answer.equalsIgnoreCase("no")) {
                return Optional.of(false);
            }
            if (answer.equalsIgnoreCase("yes")) {
                return Optional.of(true);
            }
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
