package io.pilab.provision;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.record.HostFacts;
import io.pilab.remote.Agent;
import io.pilab.remote.RemoteCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What apply leaves on a host for longer than until its next start: builds of iperf3, packages. */
public final class Leftovers {
    private static final Pattern BUILD = Pattern.compile("/opt/iperf3-([0-9.]+)/bin/iperf3");

    private final Agent agent;

    public Leftovers(Agent agent) {
        this.agent = agent;
    }

    /** Versions of the builds that carry pilab's mark. */
    public List<String> builds(HostFacts facts) {
        List<String> versions = new ArrayList<>();
        for (HostFacts.Iperf3Binary binary : facts.iperf3()) {
            Matcher build = BUILD.matcher(binary.path());
            if (build.matches() && marked(build.group(1))) {
                versions.add(build.group(1));
            }
        }
        return versions;
    }

    /** Removes a build; the script looks at the mark once more. */
    public void removeBuild(String version) {
        agent.call(AgentCommand.of(AgentScript.IPERF3, "remove", version));
    }

    /** The packages that pilab has installed; they are for their user to remove. */
    public List<String> packages() {
        List<String> names = new ArrayList<>();
        if (Agent.brings(AgentScript.PACKAGES)) {
            JsonNode answer = AgentJson.answer(agent.call(AgentCommand.of(AgentScript.PACKAGES, "list")));
            answer.path("packages").forEach(name -> names.add(name.asText()));
        }
        return names;
    }

    /** From now on the host does not know any more that they are ours. */
    public void forgetPackages() {
        agent.call(AgentCommand.of(AgentScript.PACKAGES, "forget"));
    }

    private boolean marked(String version) {
        return agent.remote()
                .exec(RemoteCommand.of("test", "-e", "/opt/iperf3-" + version + "/.pilab"))
                .succeeded();
    }
}
