package io.pilab.configure;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.MptcpScript;
import io.pilab.lab.MptcpEndpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An MPTCP endpoint that a host has, ours or not.
 *
 * @param device the interface that it is bound to, if any
 * @param flags in the order of {@link MptcpEndpoint.Flag}; there may be none
 * @param port of its own; empty: the connection's
 */
record Endpoint(String address, Optional<String> device, int id, List<String> flags, Optional<Integer> port) {
    private static final String NONE = "-";
    private static final String RAW_FLAGS = "rawflags";

    /** {@code implicit}, as an ip(8) prints it that does not know the word. */
    private static final String IMPLICIT_BIT = "10";

    Endpoint {
        flags = List.copyOf(flags);
    }

    /** One of {@code ip -j mptcp endpoint show}. */
    static Endpoint of(JsonNode node) {
        return new Endpoint(
                node.path("address").asText(),
                Optional.ofNullable(node.path("dev").textValue()),
                node.path("id").asInt(),
                known().stream().filter(flag -> node.path(flag).asBoolean()).toList(),
                node.path("port").isInt() ? Optional.of(node.path("port").asInt()) : Optional.empty());
    }

    /** Whether the kernel made it by itself. */
    static boolean isImplicit(JsonNode node) {
        return node.path("implicit").asBoolean()
                || node.path(RAW_FLAGS).asText().equals(IMPLICIT_BIT);
    }

    /** The one that a lab wants, under this id. */
    static Endpoint of(MptcpEndpoint wanted, int id) {
        List<String> flags =
                wanted.flags().stream().map(MptcpEndpoint.Flag::label).toList();
        return new Endpoint(wanted.address(), Optional.of(wanted.device()), id, flags, Optional.empty());
    }

    /** From the words of {@link #words()}. */
    static Endpoint of(List<String> words) {
        return new Endpoint(
                words.get(0),
                Optional.of(words.get(1)).filter(w -> !w.equals(NONE)),
                Integer.parseInt(words.get(2)),
                words.get(3).equals(NONE) ? List.of() : List.of(words.get(3).split(",")),
                words.size() > 4 ? Optional.of(Integer.valueOf(words.get(4))) : Optional.empty());
    }

    /** Whether ip(8) says something of it that we could not say when adding it again. */
    static boolean hasUnknownFlag(JsonNode node) {
        if (node.has(RAW_FLAGS)) {
            return true; // bits that this ip(8) has no word for
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().asBoolean() && field.getValue().isBoolean() && !known().contains(field.getKey())) {
                return true;
            }
        }
        return false;
    }

    /** As {@code mptcp.sh endpoint-add} takes them. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of(address, device.orElse(NONE), "" + id));
        words.add(flags.isEmpty() ? NONE : String.join(",", flags));
        port.ifPresent(p -> words.add("" + p));
        return words;
    }

    AgentCommand add() {
        return MptcpScript.endpointAdd(words());
    }

    AgentCommand delete() {
        return MptcpScript.endpointDelete(id);
    }

    /** Flags and device, for a reader. */
    String nature() {
        return (flags.isEmpty() ? "no flag" : String.join(",", flags)) + " on " + device.orElse("no device")
                + port.map(p -> " port " + p).orElse("");
    }

    @Override
    public String toString() {
        return "endpoint " + address + port.map(p -> " port " + p).orElse("")
                + device.map(d -> " dev " + d).orElse("") + " id " + id
                + (flags.isEmpty() ? "" : " " + String.join(",", flags));
    }

    private static List<String> known() {
        return Arrays.stream(MptcpEndpoint.Flag.values())
                .map(MptcpEndpoint.Flag::label)
                .toList();
    }
}
