package io.pilab.doctor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NetworkManager's {@code connection.mptcp-flags}, by number or by name (nm-settings(5)). */
enum MptcpFlags {
    /** Zero: the value of NetworkManager.conf, or "enabled,subflow" if it has none. */
    DEFAULT,
    DISABLED,
    /** NetworkManager makes endpoints, and removes those that differ. */
    ENABLED;

    private static final int DISABLED_BIT = 1;
    private static final Pattern NUMBER = Pattern.compile("0x([0-9a-f]{1,6})\\b.*|([0-9]{1,6})\\b.*");

    /** Parses the output of nmcli or a configuration value: {@code 0x1 (disabled)}, {@code disabled}, {@code default}, {@code 1}. */
    static MptcpFlags of(String text) {
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            int bits =
                    number.group(1) != null ? Integer.parseInt(number.group(1), 16) : Integer.parseInt(number.group(2));
            return bits == 0 ? DEFAULT : (bits & DISABLED_BIT) != 0 ? DISABLED : ENABLED;
        }
        return text.contains("disabled") ? DISABLED : text.isBlank() || text.contains("default") ? DEFAULT : ENABLED;
    }

    /** The effective flags of a profile, given the configuration's default. */
    static boolean enabled(String profile, Optional<String> configured) {
        MptcpFlags own = of(profile);
        return own == DEFAULT ? configured.map(MptcpFlags::of).orElse(ENABLED) != DISABLED : own == ENABLED;
    }
}
