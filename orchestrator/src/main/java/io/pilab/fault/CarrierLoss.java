package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.lab.Host;
import io.pilab.lab.ManagedSwitch;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.ShellText;
import io.pilab.lab.Variant;
import java.util.Optional;
import java.util.Set;

/** The other end of the cable loses its signal: the interface stays up and has no carrier; routes and addresses stay. */
@Variant("The other end of the interface's cable loses its signal; needs a managed switch (`switch` in the lab file).")
public record CarrierLoss(String networkInterface) implements Fault {
    /** Acts as the managed switch of a virtual host. */
    private static final String RIG = "/usr/local/sbin/rig-switch";

    @Override
    public AgentCommand inject(Site site) {
        return command(site).cutting(networkInterface);
    }

    @Override
    public AgentCommand heal(Site site) {
        return command(site).heal(site);
    }

    @Override
    public Set<String> interfaces() {
        return Set.of(networkInterface);
    }

    @Override
    public Optional<LinkState> moves() {
        return Optional.of(LinkState.CARRIER);
    }

    @Override
    public Set<Requirement> needs(Host host) {
        return managedSwitch(host).isPresent() ? Set.of() : Set.of(Requirement.SWITCH);
    }

    private Optional<ManagedSwitch> managedSwitch(Host host) {
        return host.networkInterface(networkInterface).flatMap(NetworkInterface::managedSwitch);
    }

    /** The lab file is that of real hosts: on the rig, its own switch takes the place of theirs. */
    private Command command(Site site) {
        Optional<ManagedSwitch> given = managedSwitch(site.host());
        return new Command(text("off", given.map(ManagedSwitch::off)), text("on", given.map(ManagedSwitch::on)));
    }

    private ShellText text(String verb, Optional<ShellText> given) {
        String rig = "exec " + RIG + " " + verb + " " + networkInterface;
        return new ShellText(given.map(own -> "[ ! -x " + RIG + " ] || " + rig + "; " + own.text())
                .orElse(rig));
    }
}
