package io.pilab.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.FactsScript;
import io.pilab.lab.Excerpt;
import io.pilab.record.HostFacts;
import io.pilab.remote.Agent;
import io.pilab.remote.RemoteCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks a host what it is; changes nothing there. */
public final class FactsReader {
    private static final String ADDRESS = "[0-9A-Fa-f.:]{2,45}(%[\\w.-]{1,15})?";

    private FactsReader() {}

    public static HostFacts read(Agent agent) {
        HostFacts facts = parse(agent.host(), AgentJson.answer(agent, agent.call(FactsScript.collect())));
        return facts.sshInterface().isPresent()
                ? facts
                : knowingConnection(agent).orElse(facts);
    }

    /** Where sudo hides SSH_CONNECTION from root: the login user's shell has it. */
    private static Optional<HostFacts> knowingConnection(Agent agent) {
        String connection = agent.remote()
                .exec(RemoteCommand.of("sh", "-c", "echo \"${SSH_CONNECTION-}\""))
                .text()
                .strip();
        if (!connection.matches(ADDRESS + " \\d+ " + ADDRESS + " \\d+")) {
            return Optional.empty();
        }
        String[] words = connection.split(" ");
        AgentCommand collect = FactsScript.collect(words[0], words[2]);
        return Optional.of(parse(agent.host(), AgentJson.answer(agent, agent.call(collect))));
    }

    static HostFacts parse(String host, JsonNode facts) {
        List<HostFacts.Iperf3Binary> binaries = new ArrayList<>();
        for (JsonNode binary : facts.path("iperf3")) {
            binaries.add(new HostFacts.Iperf3Binary(
                    binary.path("path").asText(),
                    binary.path("version").asText(""),
                    binary.path("mptcp").asBoolean()));
        }
        return new HostFacts(
                host,
                text(facts.path("os")),
                text(facts.path("kernel")),
                text(facts.path("architecture")),
                facts.path("mptcp_enabled").isInt()
                        ? Optional.of(facts.path("mptcp_enabled").asInt())
                        : Optional.empty(),
                text(facts.path("iproute2")),
                text(facts.path("congestion_control")),
                addresses(facts.path("addresses")),
                Optional.ofNullable(facts.path("ssh_interface").textValue()),
                binaries,
                texts(facts.path("missing_tools")),
                facts.path("free_run_kb").asLong(),
                users(facts.path("listeners_5201")),
                text(facts.path("release")),
                text(facts.path("libc")));
    }

    private static Map<String, List<String>> addresses(JsonNode links) {
        Map<String, List<String>> addresses = new TreeMap<>();
        for (JsonNode link : links) {
            List<String> own = new ArrayList<>();
            for (JsonNode info : link.path("addr_info")) {
                own.add(info.path("local").asText() + "/"
                        + info.path("prefixlen").asInt());
            }
            addresses.put(link.path("ifname").asText(), List.copyOf(own));
        }
        return addresses;
    }

    private static List<String> users(JsonNode listeners) {
        List<String> users = new ArrayList<>();
        for (JsonNode listener : listeners) {
            users.add(listener.path("local").asText() + " "
                    + listener.path("process").asText(""));
        }
        return users;
    }

    private static String text(JsonNode value) {
        return Excerpt.of(value.asText(""));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(text(item)));
        return texts;
    }
}
