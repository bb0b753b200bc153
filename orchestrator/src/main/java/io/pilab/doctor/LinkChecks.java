package io.pilab.doctor;

import io.pilab.record.HostCondition;
import io.pilab.record.HostCondition.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** State and speed of the lab's interfaces, and what holds back wireless ones. */
final class LinkChecks {
    private static final Set<String> BAD = Set.of("down", "lowerlayerdown", "dormant", "notpresent");

    private LinkChecks() {}

    static List<Finding> of(CheckContext subject) {
        if (subject.evidence().condition().isEmpty()) {
            String cure = "See the check 'scripts' above.";
            return List.of(Finding.unknown(Check.LINKS, "no answer from the host", cure));
        }
        HostCondition condition = subject.evidence().condition().get();
        List<Link> links =
                condition.links().stream().filter(l -> l.state().isPresent()).toList();
        List<Finding> findings = new ArrayList<>(states(links));
        findings.addAll(powerSave(links));
        findings.addAll(radios(condition, links));
        return findings;
    }

    private static List<Finding> states(List<Link> links) {
        List<Finding> bad = links.stream()
                .filter(l -> BAD.contains(l.state().orElse("")))
                .map(l -> Finding.failed(
                        Check.LINKS,
                        l.name() + " is " + l.state().get(),
                        l.wireless()
                                ? "nmcli device wifi list, then join a network: sudo nmcli device wifi connect SSID"
                                : "sudo ip link set dev " + l.name() + " up, and look at the cable"))
                .toList();
        return bad.isEmpty()
                ? List.of(Finding.ok(
                        Check.LINKS, links.stream().map(LinkChecks::describe).collect(Collectors.joining(", "))))
                : bad;
    }

    private static String describe(Link link) {
        String speed = link.wireless()
                ? link.bitrate().orElse("wireless")
                : link.megabits().map(m -> m + " Mbit/s").orElse("speed unknown");
        return link.name() + " " + link.state().orElse("") + ", " + speed;
    }

    private static List<Finding> powerSave(List<Link> links) {
        List<Link> wireless = links.stream().filter(Link::wireless).toList();
        if (wireless.isEmpty()) {
            return List.of(Finding.notApplicable(Check.POWER_SAVE, "no wireless interface"));
        }
        List<Finding> findings = new ArrayList<>();
        for (Link link : wireless) {
            if (link.powerSave().isEmpty()) {
                findings.add(Finding.unknown(
                        Check.POWER_SAVE, link.name() + ": iw reports nothing", "sudo apt-get install iw"));
            } else if (link.powerSave().get().equals("on")) {
                findings.add(Finding.warning(
                        Check.POWER_SAVE,
                        link.name() + " saves power, which delays packets by up to some 100 ms",
                        "sudo iw dev " + link.name() + " set power_save off"));
            } else {
                findings.add(Finding.ok(Check.POWER_SAVE, link.name() + " off"));
            }
        }
        return findings;
    }

    private static List<Finding> radios(HostCondition condition, List<Link> links) {
        boolean wireless = links.stream().anyMatch(Link::wireless);
        List<Finding> blocked = condition.blocked().stream()
                .filter(r -> wireless && r.type().equals("wlan"))
                .map(r -> Finding.failed(
                        Check.RADIOS,
                        r.name() + " is switched off (" + r.block() + " block)",
                        r.block().equals("hard")
                                ? "Switch it on at the device."
                                : "sudo rfkill unblock wifi (Raspberry Pi OS keeps it blocked until a country is set:"
                                        + " sudo raspi-config, Localisation Options)"))
                .toList();
        return !blocked.isEmpty()
                ? blocked
                : List.of(
                        wireless
                                ? Finding.ok(Check.RADIOS, "none is switched off")
                                : Finding.notApplicable(Check.RADIOS, "no wireless interface"));
    }
}
