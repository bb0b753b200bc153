package io.pilab.agent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls of {@code impair.sh}: a bad link, by netem. */
public final class ImpairScript {
    private ImpairScript() {}

    /**
     * Impairs what leaves an interface.
     *
     * @param delay whole milliseconds
     * @param jitter whole milliseconds
     * @param loss percent
     * @param reorder percent
     * @param duplicate percent
     */
    public static AgentCommand inject(
            String networkInterface,
            Optional<Duration> delay,
            Optional<Duration> jitter,
            Optional<Double> loss,
            Optional<Double> reorder,
            Optional<Double> duplicate) {
        List<String> words = new ArrayList<>(List.of(networkInterface));
        delay.ifPresent(time -> words.addAll(List.of("delay", time.toMillis() + "ms")));
        jitter.ifPresent(time -> words.addAll(List.of("jitter", time.toMillis() + "ms")));
        loss.ifPresent(percent -> words.addAll(List.of("loss", plain(percent))));
        reorder.ifPresent(percent -> words.addAll(List.of("reorder", plain(percent))));
        duplicate.ifPresent(percent -> words.addAll(List.of("duplicate", plain(percent))));
        return new AgentCommand(AgentScript.IMPAIR, "inject", words);
    }

    /** Takes the impairment away. */
    public static AgentCommand heal(String networkInterface) {
        return AgentCommand.of(AgentScript.IMPAIR, "heal", networkInterface);
    }

    /** As tc(8) reads it: no exponent. */
    private static String plain(double percent) {
        return BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString();
    }
}
