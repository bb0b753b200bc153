package io.pilab.rig;

import io.pilab.lab.InterfaceAddress;
import java.util.Optional;

/**
 * A link between a host and the switch.
 *
 * @param name the end inside the host
 * @param mac the same after each reboot, as on a real card
 * @param switchName the end inside the switch; short, since a lab may have a hundred hosts and Linux allows 15 letters
 * @param rate bits per second in each direction; empty: not shaped
 * @param metric of the connected route, as NetworkManager would choose it
 */
record Port(String name, String mac, String switchName, InterfaceAddress address, Optional<Long> rate, int metric) {}
