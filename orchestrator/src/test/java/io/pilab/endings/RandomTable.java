package io.pilab.endings;

import io.pilab.endings.TryResult.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** Victims by acts, of many random tries: how many went well, of them by the cure, and how many failed. */
final class RandomTable {
    private RandomTable() {}

    static String of(List<TryResult> results) {
        StringBuilder text = new StringBuilder("| victim |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Act act : Act.values()) {
            text.append(' ').append(act.label).append(" |");
            rule.append("---|");
        }
        text.append('\n').append(rule).append('\n');
        for (Victim victim : Victim.values()) {
            text.append("| ").append(victim.label).append(" |");
            for (Act act : Act.values()) {
                text.append(' ').append(cell(results, victim, act)).append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String cell(List<TryResult> results, Victim victim, Act act) {
        if ((victim == Victim.HOST) != act.signal.isEmpty()) {
            return "";
        }
        long good = count(results, victim, act, Verdict.ITSELF);
        long cured = count(results, victim, act, Verdict.CURED);
        long failed = count(results, victim, act, Verdict.FAILED);
        return good + (cured == 0 ? "" : " + " + cured) + (failed == 0 ? "" : ", " + failed + " FAILED");
    }

    private static long count(List<TryResult> results, Victim victim, Act act, Verdict verdict) {
        return results.stream()
                .filter(result -> result.verdict() == verdict)
                .flatMap(result -> struck(result))
                .filter(blow -> blow.victim() == victim && blow.act() == act)
                .count();
    }

    private static Stream<Blow> struck(TryResult result) {
        return result.draw().blows().stream().filter(result::hasStruck);
    }
}
