package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.WifiScript;
import io.pilab.lab.Host;
import io.pilab.lab.ShellText;
import io.pilab.lab.Variant;
import java.util.List;
import java.util.Set;

/** The interface leaves its wireless network, by wpa_cli(8) or nmcli(1), and joins it again. */
@Variant("The interface leaves its wireless network, by wpa_cli or nmcli, and joins it again.")
public record WifiDisassociate(String networkInterface) implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return command().cutting(networkInterface);
    }

    @Override
    public AgentCommand heal(Site site) {
        return command().heal(site);
    }

    @Override
    public Set<String> interfaces() {
        return Set.of(networkInterface);
    }

    @Override
    public Set<Requirement> needs(Host host) {
        return Set.of(Requirement.WIFI);
    }

    /** As a command, so that whatever restores the host joins the network again. */
    private Command command() {
        return new Command(script(WifiScript.leave(networkInterface)), script(WifiScript.join(networkInterface)));
    }

    private static ShellText script(AgentCommand command) {
        List<String> words = command.words();
        return new ShellText(
                "sh \"$PILAB_AGENT/" + words.get(0) + "\" " + String.join(" ", words.subList(1, words.size())));
    }
}
