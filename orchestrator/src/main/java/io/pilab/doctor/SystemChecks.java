package io.pilab.doctor;

import io.pilab.record.HostCondition;
import io.pilab.record.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Clock, space and power. */
final class SystemChecks {
    /** A trial's spool takes about 100 kB. This leaves room for a long one. */
    private static final long LEAST_RUN_KILOBYTES = 4096;

    /** A build of iperf3 takes about 40 MB. */
    private static final long LEAST_BUILD_KILOBYTES = 100_000;

    /** Seconds. A larger offset makes the hosts' and the controller's times hard to compare. */
    private static final double MOST_OFFSET = 1;

    private SystemChecks() {}

    static List<Finding> of(CheckContext subject) {
        List<Finding> findings = new ArrayList<>();
        Optional<HostCondition> condition = subject.evidence().condition();
        findings.add(time(condition.flatMap(HostCondition::synchronised)));
        findings.add(clock(subject.evidence().clockOffset()));
        findings.addAll(space(subject.evidence().facts(), condition));
        findings.add(condition
                .flatMap(HostCondition::throttled)
                .map(Throttling::finding)
                .orElseGet(() -> Finding.notApplicable(HostCheck.POWER, "vcgencmd is not there: not a Pi")));
        return findings;
    }

    private static Finding time(Optional<Boolean> synchronised) {
        String cure = "sudo timedatectl set-ntp true (sudo apt-get install systemd-timesyncd)";
        if (synchronised.isEmpty()) {
            return Finding.unknown(HostCheck.TIME, "neither timedatectl nor chronyc reports it", cure);
        }
        return synchronised.get()
                ? Finding.ok(HostCheck.TIME, "synchronised")
                : Finding.warning(HostCheck.TIME, "the clock follows no server, so it may jump during a run", cure);
    }

    private static Finding clock(Optional<Double> offset) {
        if (offset.isEmpty()) {
            return Finding.unknown(HostCheck.CLOCK, "not measured", "date +%s%N on the host has to print a number");
        }
        String measured = String.format(Locale.ROOT, "%+.3f s against this machine's", offset.get());
        return Math.abs(offset.get()) <= MOST_OFFSET
                ? Finding.ok(HostCheck.CLOCK, measured)
                : Finding.warning(HostCheck.CLOCK, measured, "sudo timedatectl set-ntp true, here and on the host");
    }

    private static List<Finding> space(HostFacts facts, Optional<HostCondition> condition) {
        List<Finding> little = new ArrayList<>();
        StringBuilder all = new StringBuilder("/run ").append(megabytes(facts.freeRunKilobytes()));
        if (facts.freeRunKilobytes() < LEAST_RUN_KILOBYTES) {
            little.add(Finding.failed(
                    HostCheck.SPACE,
                    "only " + facts.freeRunKilobytes() + " kB are free under /run/pilab, " + LEAST_RUN_KILOBYTES
                            + " kB are needed",
                    "Free some space under /run (df -h /run shows it)."));
        }
        new TreeMap<>(condition.map(HostCondition::freeKilobytes).orElse(java.util.Map.of()))
                .forEach((folder, free) -> {
                    all.append(", ").append(folder).append(' ').append(megabytes(free));
                    if (free < LEAST_BUILD_KILOBYTES) {
                        little.add(Finding.warning(
                                HostCheck.SPACE,
                                "only " + megabytes(free) + " are free under " + folder + ", a build of iperf3 needs "
                                        + megabytes(LEAST_BUILD_KILOBYTES),
                                "sudo apt-get clean (df -h " + folder + " shows the rest)"));
                    }
                });
        return little.isEmpty() ? List.of(Finding.ok(HostCheck.SPACE, all + " free")) : little;
    }

    private static String megabytes(long kilobytes) {
        return kilobytes / 1000 + " MB";
    }
}
