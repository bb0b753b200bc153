package io.pilab.config;

import io.pilab.config.LabDraft.EndpointDraft;
import io.pilab.config.LabDraft.HostDraft;
import io.pilab.config.LabDraft.InterfaceDraft;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.ManagedSwitch;
import io.pilab.lab.MptcpEndpoint.Flag;
import io.pilab.lab.Names;
import io.pilab.lab.Role;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads one host of a lab file: its address, its interfaces and their endpoints. */
final class HostReader {
    static final String INTERFACE = "an interface's name of at most 15 letters, digits, dots, dashes and underscores";

    /** A host name or an address of either family. Digits and dots alone must be an IPv4 address. */
    private static final Pattern SSH_ADDRESS = Pattern.compile("(?![0-9.]+$)[A-Za-z0-9][A-Za-z0-9._-]{0,252}|"
            + InterfaceAddress.IPV4.pattern() + "|(?=[^%]*:)[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,15})?");

    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[(.*)]|([^:]*)):([0-9]{1,5})");
    private static final Pattern WITH_ZONE = Pattern.compile("([^:%]*)%.*");

    private static final String INTERFACES = "{ eth0: { address: 172.31.0.133/24 } }";
    private static final String FLAGS = "a list of endpoint flags such as [signal]";

    private final UserPaths paths;

    HostReader(UserPaths paths) {
        this.paths = paths;
    }

    Optional<HostDraft> read(String name, Value value) {
        return Section.of(value, "{ role: client, address: 172.31.0.133, interfaces: ... }", host -> {
            Optional<Role> role =
                    host.required("role", "role: client", v -> v.choice(List.of(Role.values()), Role::label));
            return Optional.of(new HostDraft(
                    name,
                    host.place(),
                    role,
                    host.required("address", "address: 172.31.0.133", v -> v.placed(HostReader::sshAddress)),
                    host.optional("ssh", v -> SshSection.read(v, paths)).orElse(SshSection.NONE),
                    role.equals(Optional.of(Role.HELPER)) && !host.has("interfaces")
                            ? Optional.of(List.of())
                            : host.required("interfaces", "interfaces: " + INTERFACES, HostReader::interfaces)));
        });
    }

    private static Optional<String> sshAddress(Value value) {
        Matcher port = WITH_PORT.matcher(value.word());
        if (port.matches()) {
            String host = port.group(1) == null ? port.group(2) : port.group(1);
            return value.problem(
                    "the port has a key of its own: address: " + host + ", ssh: { port: " + port.group(3) + " }");
        }
        Matcher zone = WITH_ZONE.matcher(value.word());
        if (zone.matches()) {
            return value.problem("only an IPv6 address has a zone (%): address: " + zone.group(1));
        }
        return value.matching(SSH_ADDRESS, "an IP address or host name for SSH, such as 172.31.0.133")
                .flatMap(text -> !text.contains(":") || literal(text)
                        ? Optional.of(text)
                        : value.expects("an IP address or host name for SSH, such as 172.31.0.133 or fd00::133"));
    }

    /** Whether a text with a colon is an address. Asks no name server. */
    private static boolean literal(String text) {
        try {
            return InetAddress.getAllByName(text.replaceFirst("%.*", "")).length == 1;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<List<InterfaceDraft>> interfaces(Value value) {
        return value.named(INTERFACES, Names.INTERFACE, INTERFACE, HostReader::networkInterface);
    }

    private static Optional<InterfaceDraft> networkInterface(String name, Value value) {
        return Section.of(
                value,
                "{ address: 172.31.0.133/24 }",
                section -> Optional.of(new InterfaceDraft(
                        name,
                        section.required("address", "address: 172.31.0.133/24", v -> v.placed(Value::interfaceAddress)),
                        section.place("endpoint"),
                        section.optional("endpoint", HostReader::endpoint).orElse(EndpointDraft.DEFAULT),
                        section.optional("switch", HostReader::managedSwitch))));
    }

    private static Optional<ManagedSwitch> managedSwitch(Value value) {
        return Section.of(
                value,
                "{ off: \"sh /etc/port.sh 7 off\", on: \"sh /etc/port.sh 7 on\" }",
                section -> new RecordReader(Map.of()).read(ManagedSwitch.class, section));
    }

    /** {@code none}, a list of flags, or both parts in full. */
    static Optional<EndpointDraft> endpoint(Value value) {
        if (value.is(Tag.MAP)) {
            return Section.of(
                    value,
                    "{ address: 172.31.0.133, flags: [signal] }",
                    endpoint -> Optional.of(new EndpointDraft(
                            endpoint.optional("flags", v -> flags(v, FLAGS)),
                            endpoint.optional("address", v -> v.placed(HostReader::endpointAddress)))));
        }
        if (value.word().equals("none")) {
            return Optional.of(new EndpointDraft(Optional.of(Set.of()), Optional.empty()));
        }
        return flags(value, FLAGS + ", or none").map(f -> new EndpointDraft(Optional.of(f), Optional.empty()));
    }

    private static Optional<String> endpointAddress(Value value) {
        return value.matching(InterfaceAddress.IPV4, "an IPv4 address without prefix length, such as 172.31.0.133");
    }

    private static Optional<Set<Flag>> flags(Value value, String what) {
        if (!value.is(Tag.SEQ)) {
            return value.expects(what);
        }
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        value.<Flag>filled(
                "[signal]",
                v -> v.choice(List.of(Flag.values()), Flag::label)
                        .flatMap(flag -> flags.add(flag)
                                ? Optional.of(flag)
                                : v.problem("the flag '" + flag.label() + "' again; remove one")));
        if (flags.contains(Flag.SIGNAL) && flags.contains(Flag.FULLMESH)) {
            return value.problem("signal and fullmesh exclude one another (ip-mptcp(8)); remove one");
        }
        return Optional.of(flags);
    }
}
