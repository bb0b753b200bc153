package io.pilab.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.lab.Arm;
import io.pilab.lab.Lab;
import io.pilab.record.HostFacts;
import io.pilab.record.RunRecord;
import io.pilab.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The readable part of run.json.
 *
 * @param arms the arms of the run; --arm may have left out some of the scenario's; empty when unknown
 * @param repeat trials per arm; --repeat may have replaced the scenario's own
 * @param lab as the run understood it; empty: a record of format 1, or it cannot be read
 * @param scenario the scenario as the run understood it; empty for the same reasons
 * @param damage what cannot be read, and what is lost with it
 */
record RunFile(
        RunRecord run,
        List<Arm> arms,
        int repeat,
        Optional<Lab> lab,
        Optional<Scenario> scenario,
        List<String> damage) {
    private static final String NOT_KNOWN = "?";
    private static final List<String> HOST_WORDS = List.of(
            "host", "operating_system", "kernel", "architecture", "iproute2", "congestion_control", "release", "libc");
    private static final List<String> HOST_LISTS = List.of("iperf3", "missing_tools", "port_users");

    static RunFile read(Path file, String name) {
        try {
            JsonNode json = RecordJson.read(file);
            int format = json.path("format").asInt();
            if (format < RunRecord.FIRST_FORMAT || format > RunRecord.FORMAT) {
                throw new DamagedRecordException(
                        file,
                        "format " + format + " is not known, only " + RunRecord.FIRST_FORMAT + " to " + RunRecord.FORMAT
                                + " are");
            }
            return new HeadReader(file, json).run(name);
        } catch (DamagedRecordException e) {
            return new RunFile(
                    head(RecordJson.FILES.createObjectNode(), name, Map.of(), Map.of()),
                    List.of(),
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(e.getMessage()
                            + ". Lost: which arms were run, when, with which version and on what hosts."));
        }
    }

    private static RunRecord head(
            JsonNode json, String name, Map<String, HostFacts> hosts, Map<String, Double> clockOffsets) {
        return new RunRecord(
                json.path("format").asInt(RunRecord.FIRST_FORMAT),
                json.path("run").asText(name),
                json.path("scenario").asText(NOT_KNOWN),
                json.path("lab").asText(NOT_KNOWN),
                json.path("pilab_version").asText(NOT_KNOWN),
                json.path("commit").asText(NOT_KNOWN),
                words(json.path("command_line")),
                json.path("started").asText(NOT_KNOWN),
                hosts,
                clockOffsets,
                words(json.path("plan")));
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static final class HeadReader {
        private final Path file;
        private final JsonNode json;
        private final List<String> damage = new ArrayList<>();

        HeadReader(Path file, JsonNode json) {
            this.file = file;
            this.json = json;
        }

        RunFile run(String name) {
            for (String word : List.of("run", "scenario", "lab", "pilab_version", "commit", "started")) {
                if (!json.path(word).isTextual()) {
                    damaged("no '" + word + "'", "that");
                }
            }
            RunRecord run = head(json, name, hosts(), clockOffsets());
            List<Arm> arms = arms();
            if (arms.isEmpty()) {
                damaged("no arms in 'scenario_as_understood'", "which arms were run");
            }
            int repeat = json.at("/scenario_as_understood/repeat").asInt(1);
            if (run.format() == RunRecord.FIRST_FORMAT) {
                return new RunFile(run, arms, repeat, Optional.empty(), Optional.empty(), damage);
            }
            return new RunFile(run, arms, repeat, lab(), scenario(), damage);
        }

        private List<Arm> arms() {
            JsonNode understood = json.path("scenario_as_understood");
            List<Arm> arms = new ArrayList<>();
            try {
                understood.path("arms").forEach(arm -> arms.add(UnderstoodFiles.arm(arm)));
                understood.path("treatments").forEach(t -> arms.add(UnderstoodFiles.arm(t.path("arm"))));
            } catch (IllegalArgumentException unknown) {
                return List.of();
            }
            return arms;
        }

        /** Only {@code --resume} needs it. */
        private Optional<Lab> lab() {
            try {
                return Optional.of(UnderstoodFiles.lab(JsonValues.object(json, "lab_as_understood")));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private Optional<Scenario> scenario() {
            try {
                return Optional.of(UnderstoodFiles.scenario(JsonValues.object(json, "scenario_as_understood")));
            } catch (IllegalArgumentException e) {
                damaged("'scenario_as_understood': " + e.getMessage(), "what was run");
                return Optional.empty();
            }
        }

        private Map<String, HostFacts> hosts() {
            Map<String, HostFacts> hosts = new TreeMap<>();
            if (!json.path("hosts").isObject()) {
                damaged("'hosts' is not an object", "what the hosts said of themselves");
            }
            json.path("hosts").properties().forEach(host -> {
                try {
                    hosts.put(host.getKey(), facts(host.getValue()));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    damaged("'hosts." + host.getKey() + "' is not what a host says of itself", "that");
                }
            });
            return hosts;
        }

        /** An earlier version may have recorded less of a host. */
        private static HostFacts facts(JsonNode host) throws JsonProcessingException {
            if (!(host instanceof ObjectNode object)) {
                throw new IllegalArgumentException("not an object");
            }
            ObjectNode whole = object.deepCopy();
            HOST_WORDS.stream().filter(w -> !whole.hasNonNull(w)).forEach(w -> whole.put(w, NOT_KNOWN));
            HOST_LISTS.stream().filter(l -> !whole.hasNonNull(l)).forEach(whole::putArray);
            if (!whole.hasNonNull("addresses")) {
                whole.putObject("addresses");
            }
            return RecordJson.FILES.treeToValue(whole, HostFacts.class);
        }

        private Map<String, Double> clockOffsets() {
            Map<String, Double> offsets = new TreeMap<>();
            json.path("clock_offsets").properties().forEach(host -> {
                if (host.getValue().isNumber()) {
                    offsets.put(host.getKey(), host.getValue().asDouble());
                }
            });
            return offsets;
        }

        private void damaged(String what, String lost) {
            damage.add(new DamagedRecordException(file, what).getMessage() + ". Lost: " + lost + ".");
        }
    }
}
