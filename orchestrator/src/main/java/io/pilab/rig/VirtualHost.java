package io.pilab.rig;

import io.pilab.lab.Host;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.RigSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A host of the lab and its links. */
record VirtualHost(Host host, List<Port> ports) {
    /** The interface for SSH on a host whose SSH address is none of its test interfaces'. */
    static final String MANAGEMENT = "mgmt0";

    private static final int MANAGEMENT_PREFIX_LENGTH = 24;
    private static final int WIRED_METRIC = 100;
    private static final int WIRELESS_METRIC = 600;

    VirtualHost {
        ports = List.copyOf(ports);
    }

    static VirtualHost of(Host host, int index, RigSettings settings) {
        List<Port> ports = new ArrayList<>();
        Set<Integer> metrics = new HashSet<>();
        for (NetworkInterface each : host.interfaces()) {
            Optional<Long> rate = Optional.ofNullable(settings.linkRates().get(each.name()));
            ports.add(port(index, ports.size(), each.name(), each.address(), rate, metrics));
        }
        management(host)
                .ifPresent(address ->
                        ports.add(port(index, ports.size(), MANAGEMENT, address, Optional.empty(), metrics)));
        return new VirtualHost(host, ports);
    }

    private static Port port(
            int host, int link, String name, InterfaceAddress address, Optional<Long> rate, Set<Integer> metrics) {
        int metric = name.startsWith("wl") ? WIRELESS_METRIC : WIRED_METRIC;
        while (!metrics.add(metric)) {
            metric++;
        }
        String mac = String.format(Locale.ROOT, "02:70:69:%02x:%02x:%02x", host / 256, host % 256, link);
        return new Port(name, mac, "h" + host + "i" + link, address, rate, metric);
    }

    private static Optional<InterfaceAddress> management(Host host) {
        String address = host.ssh().address();
        if (host.interfaces().stream().anyMatch(i -> i.address().ip().equals(address))) {
            return Optional.empty();
        }
        if (!InterfaceAddress.IPV4.matcher(address).matches()) {
            throw new RigException(
                    RigException.RigFailure.INVALID,
                    "hosts." + host.name() + ".address: the virtual rig has no name server; '" + address
                            + "' must be an IPv4 address");
        }
        return Optional.of(new InterfaceAddress(address, MANAGEMENT_PREFIX_LENGTH));
    }
}
