package io.pilab.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * The bits of {@code vcgencmd get_throttled}. The low 16 bits describe the present, the same 16 bits higher the time since
 * the start. Source: the Raspberry Pi documentation of vcgencmd.
 */
enum Throttling {
    UNDER_VOLTAGE(0, "under-voltage", "Use the official power supply, and a short cable."),
    FREQUENCY_CAPPED(1, "the frequency is capped", "Cool the board; look at its temperature: vcgencmd measure_temp"),
    THROTTLED(2, "throttled", "Cool the board; look at its temperature: vcgencmd measure_temp"),
    SOFT_LIMIT(3, "the soft temperature limit is active", "Cool the board; look at: vcgencmd measure_temp");

    private static final int SINCE_START = 16;

    private final int bit;
    private final String text;
    private final String cure;

    Throttling(int bit, String text, String cure) {
        this.bit = bit;
        this.text = text;
        this.cure = cure;
    }

    static Finding finding(String word) {
        if (!word.matches("0x[0-9a-fA-F]{1,7}")) {
            return Finding.unknown(HostCheck.POWER, "vcgencmd says '" + word + "'", "vcgencmd get_throttled");
        }
        int bits = Integer.parseInt(word.substring(2), 16);
        List<String> said = new ArrayList<>();
        String cure = "";
        for (Throttling condition : values()) {
            boolean now = (bits >> condition.bit & 1) == 1;
            boolean before = (bits >> (condition.bit + SINCE_START) & 1) == 1;
            if (now || before) {
                said.add(condition.text + (now ? " now" : " since the start"));
                cure = cure.isEmpty() ? condition.cure : cure;
            }
        }
        return said.isEmpty()
                ? Finding.ok(HostCheck.POWER, "no under-voltage, no throttling (" + word + ")")
                : Finding.warning(HostCheck.POWER, String.join(", ", said) + " (" + word + ")", cure);
    }
}
