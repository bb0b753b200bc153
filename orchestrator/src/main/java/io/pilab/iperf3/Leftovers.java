package io.pilab.iperf3;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.ExperimentScript;
import io.pilab.agent.Iperf3Script;
import io.pilab.agent.PackagesScript;
import io.pilab.host.AgentJson;
import io.pilab.remote.Agent;
import io.pilab.remote.RemoteCommand;
import java.util.ArrayList;
import java.util.List;

/** What is left on a host: builds of iperf3 and packages, which outlive its next start, and what trials wrote. */
public final class Leftovers {
    private final Agent agent;

    public Leftovers(Agent agent) {
        this.agent = agent;
    }

    /** A version of iperf3 of which the host has something that pilab made. */
    public record Build(String version, boolean installed) {
        @Override
        public String toString() {
            return installed
                    ? "iperf3 " + version + " at /opt/iperf3-" + version
                    : "iperf3 " + version + ", a build that was not finished";
        }
    }

    /** Also one that is still under way, or failed. */
    public List<Build> builds() {
        List<Build> builds = new ArrayList<>();
        AgentJson.answer(agent, agent.call(Iperf3Script.versions()))
                .path("versions")
                .forEach(v -> builds.add(new Build(v.asText(), marked(v.asText()))));
        return builds;
    }

    /** Removes tarballs that a controller which was killed had brought. */
    public void removePushed() {
        PushedFiles.sweep(agent.remote());
    }

    /** Removes what trials wrote and no controller has collected; how many there were. */
    public int removeSpools() {
        return AgentJson.answer(agent, agent.call(ExperimentScript.sweep()))
                .path("removed")
                .asInt();
    }

    /** Removes a build, and ends it if need be; the script looks at the mark once more. */
    public void removeBuild(Build build) {
        agent.call(Iperf3Script.remove(build.version()));
    }

    /** The packages that pilab has installed; they are for their user to remove. */
    public List<String> packages() {
        List<String> names = new ArrayList<>();
        JsonNode answer = AgentJson.answer(agent, agent.call(PackagesScript.list()));
        answer.path("packages").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** From now on the host does not know any more that they are ours. */
    public void forgetPackages() {
        agent.call(PackagesScript.forget());
    }

    private boolean marked(String version) {
        return agent.remote()
                .exec(RemoteCommand.of("test", "-e", "/opt/iperf3-" + version + "/.pilab")
                        .root())
                .succeeded();
    }
}
