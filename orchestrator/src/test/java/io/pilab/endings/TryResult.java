package io.pilab.endings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one random try went.
 *
 * @param struck the blows that found their moment and victim
 * @param exitCode the controller's
 * @param seconds from the controller's start until the hosts had come to rest
 * @param difference of the hosts then
 * @param reason why it failed; empty when it did not
 */
record TryResult(
        RandomTry draw,
        Verdict verdict,
        List<Strike> struck,
        int exitCode,
        double seconds,
        List<String> difference,
        String reason) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The hosts were as before by themselves; or by the cure that there is; or it failed. */
    enum Verdict {
        ITSELF("as before"),
        CURED("cured"),
        FAILED("FAILED");

        final String label;

        Verdict(String label) {
            this.label = label;
        }
    }

    static TryResult broken(RandomTry draw, Throwable e) {
        return new TryResult(draw, Verdict.FAILED, List.of(), -1, 0, List.of(), "the try itself: " + e);
    }

    String line() {
        StringBuilder text = new StringBuilder(String.format(
                "try %d: %s after %.0f s, exit code %d; %s", draw.number(), verdict.label, seconds, exitCode, blows()));
        if (verdict == Verdict.FAILED) {
            text.append("\n  faults: ").append(String.join(", ", draw.faults()));
            text.append("\n  ").append(reason.replace("\n", "\n  "));
        }
        return text.toString();
    }

    private String blows() {
        return String.join(
                "; ",
                draw.blows().stream()
                        .map(blow -> blow + (hasStruck(blow) ? "" : " (missed)"))
                        .toList());
    }

    boolean hasStruck(Blow blow) {
        return struck.stream().anyMatch(strike -> strike.blow().equals(blow));
    }

    String json(long seed) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("seed", seed);
        object.put("try", draw.number());
        object.put("verdict", verdict.name().toLowerCase(java.util.Locale.ROOT));
        object.put("exit_code", exitCode);
        object.put("seconds", Math.round(seconds * 10) / 10.0);
        object.put("blows", draw.blows().stream().map(this::json).toList());
        object.put("faults", draw.faults());
        object.put("difference", difference);
        object.put("reason", reason);
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> json(Blow blow) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("victim", blow.victim().label);
        object.put("act", blow.act().label);
        object.put("hosts", blow.hosts());
        object.put("phase", blow.phase().label());
        object.put("delay_ms", blow.delay());
        struck.stream()
                .filter(strike -> strike.blow().equals(blow))
                .findFirst()
                .ifPresent(strike -> object.put("struck_s", Math.round(strike.at() * 100) / 100.0));
        return object;
    }
}
