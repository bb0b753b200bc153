package io.pilab.endings;

import io.pilab.plan.Phase;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One interference with a trial.
 *
 * @param hosts where; none for the controller
 * @param phase that the controller has told of when it comes
 * @param delay milliseconds after that
 * @param linger milliseconds after the victim has begun, where it was not there yet
 */
record Blow(Victim victim, Act act, List<String> hosts, Phase phase, int delay, int linger) {
    /** Of a hundred: the traffic is the longest, and a restore the moment at which most can go wrong. */
    private static final Map<Phase, Integer> SHARES = new EnumMap<>(Map.of(
            Phase.CONNECT, 3,
            Phase.PREFLIGHT, 3,
            Phase.PROVISION, 3,
            Phase.SNAPSHOT, 5,
            Phase.ARM, 8,
            Phase.CONFIGURE, 8,
            Phase.MEASURE, 38,
            Phase.COLLECT, 6,
            Phase.RESTORE, 20,
            Phase.VERIFY, 6));

    private static final List<Phase> PHASES = SHARES.entrySet().stream()
            .flatMap(share -> Collections.nCopies(share.getValue(), share.getKey()).stream())
            .toList();

    private static final List<Victim> PROCESSES = Arrays.stream(Victim.values())
            .filter(victim -> victim != Victim.HOST)
            .toList();

    /** As often as each is drawn. */
    private static final List<Act> SIGNALS =
            List.of(Act.KILL, Act.KILL, Act.KILL, Act.TERM, Act.TERM, Act.STOP_30, Act.STOP_30, Act.STOP_100);

    /** @param seconds the traffic's */
    static Blow draw(SplittableRandom random, int seconds) {
        boolean ofHost = random.nextInt(10) < 4;
        Victim victim = ofHost ? Victim.HOST : one(random, PROCESSES);
        Act act = one(random, ofHost ? Act.OF_HOSTS : SIGNALS);
        Phase phase = one(
                random,
                PHASES.stream().filter(p -> p.compareTo(victim.last) <= 0).toList());
        int longest = switch (phase) {
            case MEASURE -> (seconds + 2) * 1000;
            case RESTORE -> 2500;
            case VERIFY -> 300;
            default -> 1200;
        };
        List<String> hosts = victim == Victim.CONTROLLER ? List.of() : hosts(random);
        return new Blow(victim, act, hosts, phase, random.nextInt(longest), random.nextInt(800));
    }

    private static <T> T one(SplittableRandom random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<String> hosts(SplittableRandom random) {
        int which = random.nextInt(5);
        return which == 4 ? TryRig.HOSTS : List.of(TryRig.HOSTS.get(which % 2));
    }

    /** At the same moment as another. */
    Blow at(Blow other) {
        return new Blow(victim, act, hosts, other.phase, other.delay, linger);
    }

    @Override
    public String toString() {
        String whom = victim == Victim.HOST ? "" : victim.label + " ";
        String where = hosts.isEmpty() ? "" : "on " + String.join(" and ", hosts) + ", ";
        return whom + act.label + ", " + where + delay + " ms after " + phase;
    }
}
