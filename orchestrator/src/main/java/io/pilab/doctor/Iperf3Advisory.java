package io.pilab.doctor;

import java.util.Arrays;
import java.util.List;

/**
 * A published weakness of iperf3. Source: the release notes of esnet/iperf and the CVE records.
 *
 * @param first the first version that has it
 * @param fixed the first version that has it no more
 */
record Iperf3Advisory(String id, String what, String first, String fixed) {
    /** The first version that has none of them. */
    static final String CURE = "3.22";

    private static final List<Iperf3Advisory> ALL = List.of(
            new Iperf3Advisory("CVE-2024-26306", "timing of RSA decryption", "3.0", "3.17"),
            new Iperf3Advisory("CVE-2024-53580", "a client can crash the server", "3.0", "3.18"),
            new Iperf3Advisory("CVE-2025-54349", "buffer overflow in authentication", "3.0", "3.19.1"),
            new Iperf3Advisory("CVE-2025-54350", "a client can crash the server", "3.0", "3.19.1"),
            new Iperf3Advisory("CVE-2025-54351", "buffer overflow with --skip-rx-copy", "3.19", "3.19.1"),
            new Iperf3Advisory("CVE-2026-101276", "use after free in the server, without login", "3.21", "3.22"),
            new Iperf3Advisory("CVE-2026-101283", "heap overflow in the server, before login", "3.20", "3.22"),
            new Iperf3Advisory("CVE-2026-102253", "a client can keep the server busy for good", "3.0", "3.22"),
            new Iperf3Advisory("CVE-2026-71217", "see the release notes of 3.22", "3.0", "3.22"));

    /** Whether the version can be compared at all. */
    static boolean readable(String version) {
        return version.matches("[0-9]{1,6}(\\.[0-9]{1,6}){0,5}");
    }

    static List<Iperf3Advisory> of(String version) {
        return ALL.stream().filter(a -> a.concerns(version)).toList();
    }

    private boolean concerns(String version) {
        return compare(version, first) >= 0 && compare(version, fixed) < 0;
    }

    /** Compares numerically: 3.9 is before 3.10, and 3.19 before 3.19.1. */
    static int compare(String a, String b) {
        return Arrays.compare(numbers(a), numbers(b));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\."))
                .mapToInt(n -> n.matches("[0-9]{1,9}") ? Integer.parseInt(n) : Integer.MAX_VALUE)
                .toArray();
    }
}
