package io.pilab.spool;

import io.pilab.record.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ip -ts mptcp monitor} (ip-mptcp(8)). Its words vary with iproute2: {@code [UNKNOWN 15]} before 6.2, words
 * without "=" since 6.19; all are kept, a bare word with the value "true". IPv4 addresses mapped into IPv6, which a
 * dual-stack listener prints, become IPv4 again.
 */
final class MptcpLines implements LineReader {
    private static final Pattern EVENT = Pattern.compile("\\[\\s*(\\w{1,64}(?: \\d{1,9})?)\\s*](.*)");
    private static final int MOST_WORDS = 64;
    private static final int LONGEST_WORD = 200;
    private static final String MAPPED = "::ffff:";

    private final String host;
    private final Map<String, String> interfaces;
    private final Findings findings;

    /** @param interfaces the host's, by address */
    MptcpLines(String host, Map<String, String> interfaces, Findings findings) {
        this.host = host;
        this.interfaces = interfaces;
        this.findings = findings;
    }

    @Override
    public void line(String line) {
        if (line.isBlank()) {
            return;
        }
        Optional<Stamped> stamped = Stamped.parse(line);
        Matcher event = EVENT.matcher(stamped.map(Stamped::text).orElse(""));
        if (!event.matches()) {
            findings.warn("mptcp.txt", "not an event with its time: " + line);
            return;
        }
        String name = event.group(1);
        Map<String, String> details = details(event.group(2));
        Optional<String> networkInterface = Optional.ofNullable(details.get("saddr4"))
                .or(() -> Optional.ofNullable(details.get("saddr6")))
                .map(interfaces::get);
        findings.at(stamped.get().time(), t -> new Event.Mptcp(t, host, name, networkInterface, details));
    }

    private static Map<String, String> details(String words) {
        Map<String, String> details = new LinkedHashMap<>();
        for (String word : words.strip().split("\\s+", MOST_WORDS)) {
            if (word.length() > LONGEST_WORD) {
                continue; // none of ip's
            }
            int equals = word.indexOf('=');
            if (equals < 0 && !word.isEmpty()) {
                details.put(word, "true");
            } else if (equals > 0) {
                String key = word.substring(0, equals);
                String value = word.substring(equals + 1);
                if (key.endsWith("addr6") && value.startsWith(MAPPED)) {
                    key = key.replace("addr6", "addr4");
                    value = value.substring(MAPPED.length());
                }
                details.put(key, value);
            }
        }
        return details;
    }
}
