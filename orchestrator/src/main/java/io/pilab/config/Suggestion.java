package io.pilab.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the word that the writer most likely meant. */
public final class Suggestion {
    private Suggestion() {}

    /** The nearest of the allowed words, if at most a third of its letters are wrong. Two swapped neighbours count once. */
    public static Optional<String> of(String written, Collection<String> allowed) {
        return allowed.stream()
                .filter(word -> written.length() <= 2 * word.length())
                .filter(word -> distance(written, word) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The end of a message: {@code ; did you mean 'address'?}, or the allowed words. */
    static String orAllowed(String written, Collection<String> allowed) {
        return of(written, allowed)
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("; allowed: " + String.join(", ", allowed));
    }

    /** {@code client, server or both}. */
    static String either(Collection<String> words) {
        List<String> all = List.copyOf(words);
        if (all.size() == 1) {
            return all.get(0);
        }
        String head = all.subList(0, all.size() - 1).stream().collect(Collectors.joining(", "));
        return head + " or " + all.get(all.size() - 1);
    }

    /** The edit distance of two words, ignoring case (optimal string alignment). */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
