package io.pilab.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pilab.lab.Host;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Lab;
import io.pilab.lab.MptcpSettings;
import io.pilab.lab.Pair;
import io.pilab.lab.RigSettings;
import io.pilab.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lab and the scenario, as a run understood them, back from its record. Ignores unknown keys. Throws
 * IllegalArgumentException for what cannot be read.
 */
final class UnderstoodFiles {
    private static final ObjectReader READER =
            RecordJson.FILES.reader().with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private UnderstoodFiles() {}

    static Scenario scenario(JsonNode json) {
        return read(json, Scenario.class);
    }

    /** The pairs refer to hosts by name. */
    static Lab lab(JsonNode json) {
        List<Host> hosts = new ArrayList<>();
        json.path("hosts").forEach(host -> hosts.add(read(host, Host.class)));
        List<Pair> pairs = new ArrayList<>();
        json.path("pairs")
                .forEach(pair -> pairs.add(new Pair(named(hosts, pair, "client"), named(hosts, pair, "server"))));
        return new Lab(
                JsonValues.text(json, "name"),
                read(JsonValues.object(json, "iperf3"), Iperf3Install.class),
                read(JsonValues.object(json, "mptcp"), MptcpSettings.class),
                hosts,
                pairs,
                read(JsonValues.object(json, "rig"), RigSettings.class));
    }

    private static Host named(List<Host> hosts, JsonNode pair, String side) {
        String name = JsonValues.text(JsonValues.object(pair, side), "name");
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("a pair names the host '" + name + "', which it has not"));
    }

    private static <T> T read(JsonNode json, Class<T> type) {
        try {
            return READER.treeToValue(json, type);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "it is no " + type.getSimpleName() + " that can be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }
}
