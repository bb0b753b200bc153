package io.pilab.fault;

import java.util.Locale;

/** What a fault or a traffic tool needs of its host beyond what every run needs; tried out on the host, never guessed from a version. */
public enum Requirement {
    /** The kernel's netem qdisc, tc-netem(8). */
    NETEM(
            "the netem qdisc",
            "sudo modprobe sch_netem (Raspberry Pi OS has it; when the kernel was upgraded since the last start:"
                    + " sudo reboot)"),
    /** The kernel's token bucket, tc-tbf(8). */
    TBF("the tbf qdisc", "sudo modprobe sch_tbf"),
    /** nft(8), and a kernel that filters at an interface in both directions (Linux 5.16 or newer). */
    NFT("nftables at an interface", "sudo apt-get install nftables (and Linux 5.16 or newer)"),
    /** What manages a wireless interface. */
    WIFI("wpa_cli or nmcli", "sudo apt-get install network-manager"),
    /** What switches the other end of a cable off. */
    SWITCH(
            "the commands of a managed switch",
            "give the interface `switch: { off: ..., on: ... }` in the lab file, or use link-down");

    private final String description;
    private final String cure;

    Requirement(String description, String cure) {
        this.description = description;
        this.cure = cure;
    }

    /** As {@code probe.sh abilities} names it. */
    public String ability() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For a reader. */
    public String description() {
        return description;
    }

    /** What to do on a host that lacks it. */
    public String cure() {
        return cure;
    }
}
