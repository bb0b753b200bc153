package io.pilab.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pilab.expectation.Expectation;
import io.pilab.lab.Arm;
import io.pilab.lab.Host;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Lab;
import io.pilab.lab.MptcpSettings;
import io.pilab.lab.Pair;
import io.pilab.lab.Protocol;
import io.pilab.lab.RigSettings;
import io.pilab.scenario.Order;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Timeline;
import io.pilab.scenario.Treatment;
import io.pilab.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lab and the scenario, as a run understood them, back from its record. Ignores unknown keys. Throws
 * IllegalArgumentException for what cannot be read.
 */
final class UnderstoodFiles {
    private static final ObjectReader READER =
            RecordJson.FILES.reader().with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private UnderstoodFiles() {}

    static Scenario scenario(JsonNode json) {
        return json.has("treatments") ? read(json, Scenario.class) : scenarioOfFormat2(json);
    }

    /** Each arm was one of the two protocols, in the order of the file, and all of them did the same. */
    private static Scenario scenarioOfFormat2(JsonNode json) {
        Traffic traffic = read(JsonValues.object(json, "traffic"), Traffic.class);
        Timeline timeline = read(JsonValues.object(json, "timeline"), Timeline.class);
        List<Treatment> treatments = new ArrayList<>();
        json.path("arms").forEach(arm -> treatments.add(Treatment.of(arm(arm), traffic, timeline)));
        List<Expectation> expectations = new ArrayList<>();
        json.path("expectations").forEach(e -> expectations.add(read(e, Expectation.class)));
        return new Scenario(
                JsonValues.text(json, "name"),
                treatments,
                JsonValues.wholeInt(json, "repeat"),
                Order.USUAL,
                expectations,
                Optional.empty());
    }

    /** Until format 2 an arm had no name but its protocol's. */
    static Arm arm(JsonNode json) {
        return json.isTextual()
                ? Protocol.of(json.asText())
                        .map(Arm::of)
                        .orElseThrow(() -> new IllegalArgumentException("there is no arm '" + json.asText() + "'"))
                : read(json, Arm.class);
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
