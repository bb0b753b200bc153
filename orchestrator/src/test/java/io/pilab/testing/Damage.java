package io.pilab.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What becomes of a good text in bad hands, the same with each run: cut, doubled, swapped, or with a hostile piece in it. */
public final class Damage {
    private static final List<String> PIECES = List.of(
            "\u0000",
            "\u001b]52;c;aGVsbG8=\u0007",
            "\u001b[2J",
            "\u009b31m",
            "\u202e",
            "\ufeff",
            "\r",
            "\t",
            "\"",
            "\\",
            "{",
            "}",
            "[",
            ",",
            ":",
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "NaN",
            "-Infinity",
            "\\ud800",
            "%s%n",
            "../../../etc/passwd",
            "$(id)",
            "[".repeat(900),
            "{\"a\":".repeat(900),
            "[".repeat(100_000),
            "x".repeat(300_000));

    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "-0.0",
            "256",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775807",
            "9223372036854775808",
            "1e308",
            "-1e308",
            "1e999999999",
            "-1e999999999",
            "1e-999999999",
            "99999999999999999999999999999999999999",
            "7".repeat(5000),
            "0x10",
            "1.5",
            "\"12\"",
            "null");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.]*");
    private static final Pattern STRING = Pattern.compile("\"[^\"\\n]*\"(?!:)");

    private final Random random;

    public Damage(long seed) {
        random = new Random(seed);
    }

    public byte[] of(byte[] good) {
        return of(new String(good, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One to three damages. */
    public String of(String good) {
        String damaged = good;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            damaged = switch (random.nextInt(8)) {
                case 0 -> damaged.substring(0, random.nextInt(damaged.length() + 1));
                case 1 -> lines(damaged);
                case 2, 3 -> replaced(damaged, NUMBER, any(NUMBERS));
                case 4 -> replaced(damaged, STRING, any(NUMBERS));
                case 5 -> replaced(damaged, NUMBER, any(PIECES));
                case 6 -> bytes(damaged);
                default -> inserted(damaged, any(PIECES));
            };
        }
        return damaged;
    }

    private String any(List<String> pieces) {
        return pieces.get(random.nextInt(pieces.size()));
    }

    private String inserted(String text, String piece) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + piece + text.substring(at);
    }

    private String bytes(String text) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 0; i < 5 && damaged.length() > 0; i++) {
            damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(256));
        }
        return damaged.toString();
    }

    private String replaced(String text, Pattern what, String by) {
        List<int[]> places = new ArrayList<>();
        Matcher found = what.matcher(text);
        while (found.find()) {
            places.add(new int[] {found.start(), found.end()});
        }
        if (places.isEmpty()) {
            return inserted(text, by);
        }
        int[] place = places.get(random.nextInt(places.size()));
        return text.substring(0, place[0]) + by + text.substring(place[1]);
    }

    private String lines(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int one = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(one);
            case 1 -> lines.add(other, lines.get(one));
            default -> lines.set(other, lines.set(one, lines.get(other)));
        }
        return String.join("\n", lines);
    }
}
