package io.pilab.configure;

import io.pilab.lab.Host;
import io.pilab.lab.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/**
 * A table for one source address: the route to its network, and the rule that leads there.
 *
 * @param network {@code 172.31.0.0/24}
 */
record SourceRouting(String device, String address, String network, int table, int preference) {
    /** The first interface's table; the next ones follow. */
    private static final int TABLE = 101;

    /** The first interface's rule; before the kernel's own main table. */
    private static final int PREFERENCE = 10101;

    /** One for each interface of a host. */
    static List<SourceRouting> of(Host host) {
        List<SourceRouting> all = new ArrayList<>();
        for (NetworkInterface i : host.interfaces()) {
            int index = all.size();
            all.add(new SourceRouting(
                    i.name(), i.address().ip(), i.address().network(), TABLE + index, PREFERENCE + index));
        }
        return all;
    }

    static SourceRouting of(List<String> words) {
        return new SourceRouting(
                words.get(0),
                words.get(1),
                words.get(2),
                Integer.parseInt(words.get(3)),
                Integer.parseInt(words.get(4)));
    }

    /** As {@code routing.sh} takes them. */
    List<String> words() {
        return List.of(device, address, network, "" + table, "" + preference);
    }

    HostState.Rule rule() {
        return new HostState.Rule(address, "" + table, preference);
    }

    HostState.Route route() {
        return new HostState.Route(network, device, address, "" + table);
    }

    @Override
    public String toString() {
        return "routing from " + address + ": table " + table + " with " + network + " dev " + device + ", rule "
                + preference;
    }
}
