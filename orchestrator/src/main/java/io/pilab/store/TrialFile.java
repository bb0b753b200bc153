package io.pilab.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.lab.Arm;
import io.pilab.record.TrialRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * trial.json: a trial without its events.
 *
 * @param events the number of events; empty until the trial has ended
 */
record TrialFile(
        int number,
        Arm arm,
        TrialRecord.Path path,
        Map<String, Map<String, Long>> mptcpCounters,
        Optional<TrialRecord.ServerZero> serverZero,
        Optional<String> problem,
        List<String> warnings,
        Optional<Integer> events) {
    /** Ignores unknown keys. Throws DamagedRecordException when one is missing. */
    static TrialFile read(Path file) {
        JsonNode json = RecordJson.read(file);
        try {
            return of(json);
        } catch (IllegalArgumentException e) {
            throw new DamagedRecordException(file, e.getMessage());
        }
    }

    private static TrialFile of(JsonNode json) {
        Map<String, Map<String, Long>> counters = new TreeMap<>();
        JsonNode hosts = JsonValues.object(json, "mptcp_counters");
        hosts.fieldNames().forEachRemaining(host -> {
            Map<String, Long> grown = new TreeMap<>();
            JsonNode own = JsonValues.object(hosts, host);
            own.fieldNames().forEachRemaining(name -> grown.put(name, JsonValues.whole(own, name)));
            counters.put(host, grown);
        });
        List<String> warnings = new ArrayList<>();
        json.path("warnings").forEach(w -> warnings.add(w.asText()));
        return new TrialFile(
                JsonValues.wholeInt(json, "number"),
                UnderstoodFiles.arm(json.path("arm")),
                path(JsonValues.object(json, "path")),
                counters,
                json.hasNonNull("server_zero") ? Optional.of(serverZero(json)) : Optional.empty(),
                json.hasNonNull("problem") ? Optional.of(JsonValues.text(json, "problem")) : Optional.empty(),
                warnings,
                json.hasNonNull("events") ? Optional.of(JsonValues.wholeInt(json, "events")) : Optional.empty());
    }

    private static TrialRecord.ServerZero serverZero(JsonNode json) {
        JsonNode zero = JsonValues.object(json, "server_zero");
        return new TrialRecord.ServerZero(JsonValues.number(zero, "seconds"), JsonValues.amount(zero, "uncertainty"));
    }

    private static TrialRecord.Path path(JsonNode json) {
        return new TrialRecord.Path(
                JsonValues.text(json, "client"),
                JsonValues.text(json, "client_interface"),
                JsonValues.text(json, "client_address"),
                JsonValues.text(json, "server"),
                JsonValues.text(json, "server_interface"),
                JsonValues.text(json, "server_address"));
    }
}
