package io.pilab.doctor;

import io.pilab.lab.MptcpEndpoint.Flag;
import io.pilab.lab.Role;
import io.pilab.record.HostCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings with which the kernel has MPTCP but a run still fails. */
final class MptcpSettingChecks {
    private static final String PREFIX = "net.mptcp.";
    private static final String KERNEL = "kernel";

    private MptcpSettingChecks() {}

    /** Empty when all settings are good, which {@link FitnessChecks} reports. */
    static List<Finding> of(CheckContext subject) {
        Optional<HostCondition> condition = subject.evidence().condition();
        boolean on = subject.evidence().facts().mptcpEnabled().isPresent();
        if (condition.isEmpty() || !on) {
            return List.of();
        }
        Map<String, String> settings = condition.get().mptcpSettings();
        List<Finding> findings = new ArrayList<>(lacking(subject, settings));
        if (subject.needs().mptcp()) {
            pathManager(settings).ifPresent(findings::add);
            joins(subject, settings).ifPresent(findings::add);
            blackhole(subject, condition.get()).ifPresent(findings::add);
        }
        return findings;
    }

    private static List<Finding> lacking(CheckContext subject, Map<String, String> settings) {
        return subject.needs().settings().stream()
                .filter(s -> s.startsWith(PREFIX) && !settings.containsKey(s.substring(PREFIX.length())))
                .sorted()
                .map(s -> Finding.failed(
                        HostCheck.FAULT_NEEDS,
                        "sysctl needs " + s + ", which kernel "
                                + subject.evidence().facts().kernel() + " does not have",
                        "Take that step out of the scenario, or: sudo apt full-upgrade, then reboot."))
                .toList();
    }

    /** The older name of the setting, which takes a number. */
    private static Optional<Finding> pathManager(Map<String, String> settings) {
        String name = settings.containsKey("path_manager") ? "path_manager" : "pm_type";
        String good = name.equals("pm_type") ? "0" : KERNEL;
        return Optional.ofNullable(settings.get(name))
                .filter(value -> !value.equals(good))
                .map(value -> Finding.failed(
                        HostCheck.MPTCP,
                        PREFIX + name + " is " + value + ", so the kernel makes no subflow of any endpoint",
                        "sudo sysctl " + PREFIX + name + "=" + good));
    }

    /** A server with this setting keeps clients from its first address. Only their fullmesh endpoints try the others. */
    private static Optional<Finding> joins(CheckContext subject, Map<String, String> settings) {
        boolean fullmesh = subject.lab().hosts().stream()
                .filter(h -> h.role() == Role.CLIENT)
                .flatMap(h -> h.interfaces().stream())
                .anyMatch(i -> i.flags().contains(Flag.FULLMESH));
        String name = "allow_join_initial_addr_port";
        return subject.host().role() == Role.SERVER && !fullmesh && "0".equals(settings.get(name))
                ? Optional.of(Finding.failed(
                        HostCheck.MPTCP,
                        PREFIX + name + " is 0, so no client opens a subflow from a second interface",
                        "sudo sysctl " + PREFIX + name + "=1"))
                : Optional.empty();
    }

    private static Optional<Finding> blackhole(CheckContext subject, HostCondition condition) {
        String seconds = condition.mptcpSettings().getOrDefault("blackhole_timeout", "0");
        long times = condition.blackholes().orElse(0L);
        return subject.host().role() == Role.CLIENT && times > 0 && !seconds.equals("0")
                ? Optional.of(Finding.warning(
                        HostCheck.MPTCP,
                        "the kernel took MPTCP for blocked on its way, " + times
                                + " times since the start, and then uses" + " plain TCP in its place for " + seconds
                                + " s or longer",
                        "sudo sysctl " + PREFIX + "blackhole_timeout=0"))
                : Optional.empty();
    }
}
