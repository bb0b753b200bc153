package io.pilab.metrics;

import io.pilab.metrics.Recovery.Reference;
import java.util.List;
import java.util.Optional;

/**
 * What one trial measured (docs/metrics.md defines each). Rates are bits per second, times seconds from the traffic's
 * start, durations have bounds; what could not be determined is empty.
 *
 * @param source whose reports were measured
 * @param resolution seconds, the median length of a report
 * @param unreported seconds of which nothing was reported; what was sent then is in no figure
 * @param meanRate over the time that was reported
 * @param baseline median rate of the seconds before the first fault, without the first
 * @param dip the lowest second from the first fault on
 * @param settled median rate in the last half of the time from the fault to what the timeline does next, or to the end
 * @param longestStall the longest time after the fault with less than 1 % of the baseline
 * @param bytesNotSent what the baseline would have carried from the fault to the end, less what was carried
 * @param survived whether data still arrived in the last reporting interval before the planned end
 * @param interfaces bytes that the client sent
 * @param subflows that the client's kernel reported for the traffic's connection, the initial one included
 */
public record FailoverMetrics(
        Series.SeriesSource source,
        double resolution,
        double totalBytes,
        double unreported,
        double meanRate,
        Optional<Double> baseline,
        Optional<LowestSecond> dip,
        Optional<Double> settled,
        Optional<Bounds> longestStall,
        List<Recovery> recoveries,
        Optional<Double> bytesNotSent,
        Optional<Boolean> survived,
        List<InterfaceBytes> interfaces,
        int subflows,
        Optional<String> congestionControl) {
    /** The lowest second, or report that is longer. */
    public record LowestSecond(double start, double end, double bitsPerSecond) {}

    public FailoverMetrics {
        recoveries = List.copyOf(recoveries);
        interfaces = List.copyOf(interfaces);
    }

    /** The recovery to so many percent of that reference, if it was looked for. */
    public Optional<Recovery> recovery(double percent, Reference of) {
        return recoveries.stream()
                .filter(r -> r.percent() == percent && r.of() == of)
                .findFirst();
    }

    public Optional<InterfaceBytes> networkInterface(String name) {
        return interfaces.stream()
                .filter(i -> i.networkInterface().equals(name))
                .findFirst();
    }
}
