package io.pilab.doctor;

import io.pilab.record.HostCondition;
import io.pilab.record.HostCondition.InterfaceCondition;
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
            return List.of(Finding.unknown(HostCheck.LINKS, "no answer from the host", cure));
        }
        HostCondition condition = subject.evidence().condition().get();
        List<InterfaceCondition> links =
                condition.links().stream().filter(l -> l.state().isPresent()).toList();
        List<Finding> findings = new ArrayList<>(states(links));
        findings.addAll(powerSave(links));
        findings.addAll(radios(condition, links));
        return findings;
    }

    private static List<Finding> states(List<InterfaceCondition> links) {
        List<Finding> bad = links.stream()
                .filter(l -> BAD.contains(l.state().orElse("")))
                .map(l -> Finding.failed(
                        HostCheck.LINKS,
                        l.name() + " is " + l.state().get(),
                        l.wireless()
                                ? "nmcli device wifi list, then join a network: sudo nmcli device wifi connect SSID"
                                : "sudo ip link set dev " + l.name() + " up, and look at the cable"))
                .toList();
        return bad.isEmpty()
                ? List.of(Finding.ok(
                        HostCheck.LINKS,
                        links.stream().map(LinkChecks::describe).collect(Collectors.joining(", "))))
                : bad;
    }

    private static String describe(InterfaceCondition link) {
        String speed = link.wireless()
                ? link.bitrate().orElse("wireless")
                : link.megabits().map(m -> m + " Mbit/s").orElse("speed unknown");
        return link.name() + " " + link.state().orElse("") + ", " + speed;
    }

    private static List<Finding> powerSave(List<InterfaceCondition> links) {
        List<InterfaceCondition> wireless =
                links.stream().filter(InterfaceCondition::wireless).toList();
        if (wireless.isEmpty()) {
            return List.of(Finding.notApplicable(HostCheck.POWER_SAVE, "no wireless interface"));
        }
        List<Finding> findings = new ArrayList<>();
        for (InterfaceCondition link : wireless) {
            if (link.powerSave().isEmpty()) {
                findings.add(Finding.unknown(
                        HostCheck.POWER_SAVE, link.name() + ": iw reports nothing", "sudo apt-get install iw"));
            } else if (link.powerSave().get().equals("on")) {
                findings.add(Finding.warning(
                        HostCheck.POWER_SAVE,
                        link.name() + " saves power, which delays packets by up to some 100 ms",
                        "sudo iw dev " + link.name() + " set power_save off"));
            } else {
                findings.add(Finding.ok(HostCheck.POWER_SAVE, link.name() + " off"));
            }
        }
        return findings;
    }

    private static List<Finding> radios(HostCondition condition, List<InterfaceCondition> links) {
        boolean wireless = links.stream().anyMatch(InterfaceCondition::wireless);
        List<Finding> blocked = condition.blocked().stream()
                .filter(r -> wireless && r.type().equals("wlan"))
                .map(r -> Finding.failed(
                        HostCheck.RADIOS,
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
                                ? Finding.ok(HostCheck.RADIOS, "none is switched off")
                                : Finding.notApplicable(HostCheck.RADIOS, "no wireless interface"));
    }
}
