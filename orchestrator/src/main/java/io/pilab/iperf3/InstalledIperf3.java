package io.pilab.iperf3;

import io.pilab.lab.Iperf3Install;
import io.pilab.record.HostFacts;
import io.pilab.record.HostFacts.Iperf3Binary;
import java.util.Optional;

/** Which iperf3 a host has already. */
public final class InstalledIperf3 {
    private InstalledIperf3() {}

    static Optional<Iperf3Binary> exact(Iperf3Install wanted, HostFacts facts) {
        return facts.iperf3().stream()
                .filter(b -> b.mptcp() && b.version().equals(wanted.version()))
                .findFirst();
    }

    /** What {@code auto} may fall back to: another version that has MPTCP. */
    public static Optional<Iperf3Binary> other(HostFacts facts) {
        return facts.iperf3().stream().filter(Iperf3Binary::mptcp).findFirst();
    }

    /** That another version has to do, for a reader. */
    public static String instead(Iperf3Install wanted, Iperf3Binary found) {
        return "iperf3 " + wanted.version() + " cannot be had; using " + described(found);
    }

    static String described(Iperf3Binary binary) {
        return binary.path() + ", version " + binary.version() + ", which has --mptcp";
    }
}
