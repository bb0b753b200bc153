package io.pilab.spool;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The MPTcpExt counters of /proc/net/netstat: a line of names, then a line of values. */
final class NetstatCounters implements LineReader {
    private static final String PREFIX = "MPTcpExt:";

    private final Map<String, Long> values = new HashMap<>();
    private final String file;
    private final Findings findings;
    private String[] names = {};

    NetstatCounters(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    @Override
    public void line(String line) {
        if (!line.startsWith(PREFIX)) {
            return;
        }
        String[] words = line.substring(PREFIX.length()).strip().split("\\s+");
        if (names.length == 0) {
            names = words;
        } else if (words.length != names.length) {
            findings.warn(file, names.length + " counters have " + words.length + " values");
        } else {
            for (int i = 0; i < words.length; i++) {
                value(names[i], words[i]);
            }
        }
    }

    private void value(String name, String word) {
        if (word.matches("[0-9]{1,18}")) {
            values.put(name, Long.parseLong(word));
        } else {
            findings.warn(file, name + " is not a number: " + word);
        }
    }

    /** How much each counter grew since {@code before}; one that either lacks is unknown, and so absent. */
    Map<String, Long> growthSince(NetstatCounters before) {
        Map<String, Long> growth = new TreeMap<>();
        values.forEach((name, value) -> {
            Long then = before.values.get(name);
            if (then != null && value >= then) {
                growth.put(name, value - then);
            } else if (then != null) {
                findings.warn(file, name + " went from " + then + " back to " + value);
            }
        });
        return growth;
    }
}
