package io.pilab.rig;

import java.util.List;

/**
 * A rig of this machine, as far as it is visible without its lab file.
 *
 * @param hosts how many hosts it has
 * @param running how many of them have an init process
 */
public record RigSummary(String lab, int hosts, int running) {
    static RigSummary of(RigNames names, Namespaces namespaces) {
        List<String> hosts = namespaces.of(names).stream()
                .filter(n -> !n.equals(names.switchNamespace()) && !n.equals(names.controllerNamespace()))
                .toList();
        long running =
                hosts.stream().filter(h -> namespaces.init(h).isPresent()).count();
        return new RigSummary(names.lab(), hosts.size(), (int) running);
    }

    /** Whether every host runs. */
    public boolean up() {
        return hosts > 0 && running == hosts;
    }
}
