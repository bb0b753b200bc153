package io.pilab.endings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A host as {@code ip}, {@code tc}, {@code nft}, {@code sysctl}, {@code ps} and {@code find} print it, by section, and
 * nothing of pilab between: what pilab itself says of a host's state is what is tested.
 */
record HostText(Map<String, List<String>> sections) {
    /** What pilab has on a host for a trial; the rest of {@code /run/pilab} are its scripts, and folders. */
    static final String PILAB = "files of pilab";

    /** Prints all sections. Of processes not those of the script itself, nor sessions, which are the controller's. */
    static final String SCRIPT = """
            say() { echo "== $1"; }
            say links; ip -o link show
            say addresses; ip -o addr show
            say 'IPv4 routes'; ip -4 -o route show table all | grep -v ' table local '
            say 'IPv4 addresses as routes'; ip -4 -o route show table local | sort
            say 'IPv6 routes'; ip -6 -o route show table all | sort
            say rules; ip -4 rule show; ip -6 rule show
            say qdiscs; tc qdisc show
            say 'classes and filters'
            for device in $(ls /sys/class/net); do tc class show dev "$device"; tc filter show dev "$device"; done
            say endpoints; ip mptcp endpoint show; ip mptcp limits show
            say nftables; nft list ruleset
            say sysctls; sysctl -a --pattern '^net[.]' 2>/dev/null
            say processes
            ps -eo ppid=,pid=,stat=,args= | while read -r parent pid state words; do
              case $state:$words in Z*|*:sshd-session:*|*:sshd-auth:*|*:'sshd: pi'*) continue ;; esac
              [ "$pid" = $$ ] || [ "$parent" = $$ ] || echo "$words"
            done | sort
            say files
            find /run /tmp /var/tmp /opt /root /home -xdev '(' -path /run/pilab -o -path /run/mount -o -path '/run/motd.dynamic*' ')' -prune -o -printf '%p %y %m %u\\n' | sort
            say 'files of pilab'
            find /run/pilab /var/lib/pilab -path '*/agent' -prune -o ! -type d -printf '%p\\n' 2>/dev/null | sort
            """;

    /** What changes by itself, and with each boot: numbers of interfaces, of references, and of seconds that are left. */
    private static final Pattern PASSING = Pattern.compile("^\\d+: (?=\\S+(: | +inet))|(?<=@if)\\d+| link-netnsid \\d+"
            + "| valid_lft \\d+sec preferred_lft \\d+sec| expires \\d+sec| refcnt \\d+| direct_packets_stat \\d+"
            + "|(?<=\\[listener\\] )\\d+");

    private static final Pattern COUNTED = Pattern.compile("net[.]netfilter[.]nf_conntrack_count .*");

    static HostText of(String text) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("== ")) {
                lines = new ArrayList<>();
                sections.put(line.substring(3), lines);
            } else if (!COUNTED.matcher(line).matches()) {
                lines.add(PASSING.matcher(line).replaceAll("").strip());
            }
        }
        return new HostText(sections);
    }

    /** What is not as before, a line each with its section; but for pilab's own files. */
    List<String> difference(HostText before) {
        List<String> lines = new ArrayList<>();
        before.sections.forEach((section, was) -> {
            if (!section.equals(PILAB)) {
                List<String> is = sections.getOrDefault(section, List.of());
                missing(was, is).forEach(line -> lines.add(section + ": - " + line));
                missing(is, was).forEach(line -> lines.add(section + ": + " + line));
                if (!is.equals(was)
                        && missing(was, is).isEmpty()
                        && missing(is, was).isEmpty()) {
                    lines.add(section + ": in another order: " + String.join(" | ", is));
                }
            }
        });
        return lines;
    }

    /** What pilab has left of trials. */
    List<String> left() {
        return sections.getOrDefault(PILAB, List.of());
    }

    private static List<String> missing(List<String> from, List<String> in) {
        List<String> rest = new ArrayList<>(from);
        in.forEach(rest::remove);
        return rest;
    }
}
