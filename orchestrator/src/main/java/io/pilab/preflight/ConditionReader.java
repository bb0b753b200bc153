package io.pilab.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.ConditionScript;
import io.pilab.agent.LockScript;
import io.pilab.agent.MptcpScript;
import io.pilab.agent.ProbeScript;
import io.pilab.agent.ProofScript;
import io.pilab.agent.RoutingScript;
import io.pilab.configure.EndpointChanges;
import io.pilab.configure.HostState;
import io.pilab.configure.Ledger;
import io.pilab.host.AgentJson;
import io.pilab.host.CapturedRuns;
import io.pilab.lab.Host;
import io.pilab.lab.NetworkInterface;
import io.pilab.record.HostAbilities;
import io.pilab.record.HostCondition;
import io.pilab.record.HostNetwork;
import io.pilab.record.HostProof;
import io.pilab.record.HostUsage;
import io.pilab.remote.Agent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a host what it can do, how it is and who uses it; changes nothing there. */
public final class ConditionReader {
    private final Host host;
    private final Agent agent;

    public ConditionReader(Host host, Agent agent) {
        this.host = host;
        this.agent = agent;
    }

    public HostAbilities abilities() {
        Map<String, Optional<String>> tried = new HashMap<>();
        answer(ProbeScript.abilities()).properties().forEach(e -> tried.put(e.getKey(), text(e.getValue())));
        return new HostAbilities(tried);
    }

    public HostCondition condition() {
        return condition(answer(ConditionScript.collect(interfaces())));
    }

    /** {@code mptcp}: whether the kernel has it, so that endpoints can be asked for. */
    public HostNetwork network(boolean mptcp) {
        JsonNode routing = answer(RoutingScript.status());
        Map<String, Integer> filters = new HashMap<>();
        routing.path("rp_filter")
                .properties()
                .forEach(e -> filters.put(e.getKey(), e.getValue().asInt()));
        Optional<EndpointChanges> changes = mptcp ? Optional.of(endpoints(routing)) : Optional.empty();
        return new HostNetwork(
                filters,
                routing.path("arp").path("ignore").asInt(),
                routing.path("arp").path("announce").asInt(),
                changes.map(EndpointChanges::foreign).orElseGet(List::of),
                changes.map(EndpointChanges::lost).orElseGet(List::of));
    }

    private EndpointChanges endpoints(JsonNode routing) {
        HostState state = HostState.of(answer(MptcpScript.status()), routing);
        return new EndpointChanges(host, state, new Ledger(agent).read(), false);
    }

    /** What of the lab's interfaces and of the endpoints could not be restored. */
    public HostProof proof() {
        Map<String, String> lost = new HashMap<>();
        answer(ProofScript.collect(interfaces()))
                .properties()
                .forEach(e -> lost.put(e.getKey(), e.getValue().asText()));
        return new HostProof(lost);
    }

    /** {@code lock}: whether the host is asked who holds its lock. */
    public HostUsage usage(boolean lock) {
        return new HostUsage(
                CapturedRuns.on(agent), lock ? Optional.of(lock(answer(LockScript.status()))) : Optional.empty());
    }

    static HostUsage.Lock lock(JsonNode status) {
        return new HostUsage.Lock(
                status.path("held").asBoolean(),
                status.path("owner").asText(""),
                status.path("run").asText(""),
                status.path("since").asText(""),
                status.path("expires_in").asLong());
    }

    static HostCondition condition(JsonNode said) {
        Map<String, Long> free = new HashMap<>();
        said.path("free_kb").properties().forEach(e -> {
            if (e.getValue().isNumber()) {
                free.put(e.getKey(), e.getValue().asLong());
            }
        });
        Map<String, String> settings = new HashMap<>();
        said.path("mptcp")
                .properties()
                .forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
        List<HostCondition.Radio> blocked = new ArrayList<>();
        said.path("blocked")
                .forEach(r -> blocked.add(new HostCondition.Radio(
                        r.path("type").asText(),
                        r.path("name").asText(),
                        r.path("block").asText())));
        List<HostCondition.InterfaceCondition> links = new ArrayList<>();
        said.path("interfaces").forEach(l -> links.add(link(l)));
        return new HostCondition(
                truth(said.path("mptcp_ipv6")),
                said.path("network_manager").asBoolean(),
                said.path("mptcpd").asBoolean(),
                settings,
                said.path("blackholes").isNumber()
                        ? Optional.of(said.path("blackholes").asLong())
                        : Optional.empty(),
                text(said.path("default_mptcp_flags")),
                truth(said.path("synchronised")),
                free,
                text(said.path("throttled")),
                blocked,
                links);
    }

    private static HostCondition.InterfaceCondition link(JsonNode link) {
        JsonNode speed = link.path("speed");
        return new HostCondition.InterfaceCondition(
                link.path("name").asText(),
                text(link.path("state")),
                speed.isInt() ? Optional.of(speed.asInt()) : Optional.empty(),
                link.path("wireless").asBoolean(),
                text(link.path("bitrate")),
                text(link.path("power_save")),
                text(link.path("manager_state")),
                text(link.path("connection")),
                text(link.path("mptcp_flags")));
    }

    private List<String> interfaces() {
        return host.interfaces().stream().map(NetworkInterface::name).toList();
    }

    private JsonNode answer(AgentCommand command) {
        return AgentJson.answer(agent, agent.call(command));
    }

    private static Optional<Boolean> truth(JsonNode value) {
        return value.isBoolean() ? Optional.of(value.asBoolean()) : Optional.empty();
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue());
    }
}
