package io.pilab.rig;

import io.pilab.lab.Lab;
import io.pilab.lab.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that raises a rig, as a pure function of the lab.
 *
 * @param congestionControl the commands that set it
 * @param hostsFile the {@code /etc/hosts} of every host
 */
record RigPlan(
        RigNames names,
        List<CommandPhase> phases,
        List<LocalCommand> congestionControl,
        List<HostPlan> hosts,
        String hostsFile) {
    RigPlan {
        phases = List.copyOf(phases);
        congestionControl = List.copyOf(congestionControl);
        hosts = List.copyOf(hosts);
    }

    /** @param root the read-only root filesystem that the hosts share */
    static RigPlan of(Lab lab, RigNames names, Path root) {
        Topology topology = Topology.of(lab);
        Links links = new Links(names, topology);
        List<CommandPhase> phases = List.of(
                new CommandPhase("namespaces", List.of(namespaces(names, topology))),
                new CommandPhase("kernel", KernelProbes.of(names.switchNamespace(), topology.shaped())),
                new CommandPhase("settings", Settings.of(names, topology)),
                new CommandPhase("switch", List.of(links.cabling())),
                new CommandPhase("addresses", links.addresses()),
                new CommandPhase("rates", links.rates()));
        List<HostPlan> hosts =
                topology.hosts().stream().map(h -> host(h, links, lab, root)).toList();
        List<LocalCommand> congestionControl =
                Settings.congestionControl(names, topology, lab.rig().congestionControl());
        return new RigPlan(names, phases, congestionControl, hosts, hostsFile(topology));
    }

    private static LocalCommand namespaces(RigNames names, Topology topology) {
        List<String> lines = new ArrayList<>();
        lines.add("netns add " + names.switchNamespace());
        lines.add("netns add " + names.controllerNamespace());
        topology.hosts()
                .forEach(h -> lines.add("netns add " + names.host(h.host().name())));
        return LocalCommand.of("ip", "-batch", "-").input(lines).needing("network namespaces");
    }

    private static HostPlan host(VirtualHost virtual, Links links, Lab lab, Path root) {
        RigNames names = links.names();
        String name = virtual.host().name();
        String namespace = names.host(name);
        int port = virtual.host().ssh().port();
        String user = virtual.host().ssh().user();
        if (!Names.POSIX_USER.matcher(user).matches()) {
            throw new RigException(
                    RigException.RigFailure.INVALID,
                    name + ": a virtual host has no user '" + user + "'. Its users have lower-case letters"
                            + " and digits: ssh: { user: pi }");
        }
        List<String> words = List.of(
                "sh",
                names.directory().resolve("supervise.sh").toString(),
                "start",
                names.switchNamespace(),
                namespace,
                lab.rig().congestionControl(),
                root.toString(),
                names.directory().toString(),
                name,
                user,
                "" + port);
        return new HostPlan(name, namespace, port, words, network(virtual, links));
    }

    /** The script that discards the rest of a host's network and builds it again as the phases do. */
    private static String network(VirtualHost host, Links links) {
        RigNames names = links.names();
        String namespace = names.host(host.host().name());
        StringBuilder script = new StringBuilder("set -eu\n");
        for (Port port : host.ports()) {
            script.append(
                    "ip -n " + names.switchNamespace() + " link delete " + port.switchName() + " 2>/dev/null || :\n");
        }
        script.append("ip netns delete " + namespace + " 2>/dev/null || :\n");
        script.append(LocalCommand.of("ip", "netns", "add", namespace).script());
        script.append(Settings.ofHost(names, host).script());
        links.again(host).forEach(command -> script.append(command.script()));
        return script.toString();
    }

    private static String hostsFile(Topology topology) {
        return topology.hosts().stream()
                .map(h -> h.host().ssh().address() + " " + h.host().name() + "\n")
                .collect(Collectors.joining("", "127.0.0.1 localhost\n::1 localhost\n", ""));
    }

    /** The whole plan as one would type it. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (CommandPhase phase : phases) {
            text.append("== ").append(phase.name()).append('\n');
            phase.commands().forEach(command -> text.append(command.text()));
        }
        text.append("== congestion control\n");
        congestionControl.forEach(command -> text.append(command.text()));
        text.append("== hosts\n");
        hosts.forEach(h -> text.append(String.join(" ", h.words())).append('\n'));
        return text.toString();
    }
}
