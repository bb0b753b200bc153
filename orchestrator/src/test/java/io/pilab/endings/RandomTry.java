package io.pilab.endings;

import io.pilab.config.LabFile;
import io.pilab.config.ScenarioFile;
import io.pilab.lab.Lab;
import io.pilab.plan.Planner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens in one random try: a function of the seed and the try's number.
 *
 * @param scenario its file's text
 * @param faults their kinds
 * @param operator what is on the hosts before, a shell script
 */
record RandomTry(int number, String scenario, List<String> faults, String operator, List<Blow> blows) {
    private static final Lab LAB = LabFile.parse("lab.yaml", TryRig.lab());
    private static final List<String> INTERFACES = List.of("eth0", "wlan0");

    /** Drawn less often: they take long, or end the trial for the others. */
    private static final List<String> RARE = List.of("reboot", "process-kill");

    /** @param kinds the faults that the hosts here can make */
    static RandomTry draw(long seed, int number, List<String> kinds) {
        long own = new SplittableRandom(seed).longs(number).reduce(0, (earlier, last) -> last);
        SplittableRandom random = new SplittableRandom(own);
        int seconds = 6 + random.nextInt(3);
        List<String> faults = new ArrayList<>();
        String scenario = scenario(random, seconds, kinds, faults);
        List<Blow> blows = new ArrayList<>(List.of(Blow.draw(random, seconds)));
        if (random.nextInt(5) == 0) {
            blows.add(Blow.draw(random, seconds).at(blows.get(0)));
        }
        return new RandomTry(number, scenario, List.copyOf(faults), Operator.draw(random), List.copyOf(blows));
    }

    /** As many faults as were drawn, but for those that cannot be beside the others. */
    private static String scenario(SplittableRandom random, int seconds, List<String> kinds, List<String> faults) {
        String head = "scenario: random\ntraffic: { tool: iperf3, duration: " + seconds
                + "s, interval: 500ms, to: server.eth0 }\ntimeline:\n";
        List<Step> steps = new ArrayList<>();
        int wanted = 2 + random.nextInt(4);
        for (int draw = 0; draw < 40 && steps.size() < wanted; draw++) {
            List<Step> more = new ArrayList<>(steps);
            more.add(step(random, seconds, kinds));
            more.sort(Comparator.comparingInt(Step::at));
            if (valid(text(head, more))) {
                steps = more;
            }
        }
        steps.forEach(step -> faults.add(step.host() + " " + step.kind()));
        return text(head, steps);
    }

    private static String text(String head, List<Step> steps) {
        StringBuilder text = new StringBuilder(head);
        steps.forEach(step -> text.append("  - { at: ")
                .append(step.at())
                .append("ms, on: ")
                .append(step.host())
                .append(", fault: ")
                .append(step.kind())
                .append(step.rest())
                .append(" }\n"));
        return text.toString();
    }

    private static boolean valid(String scenario) {
        try {
            Planner.plan(LAB, LAB.pairs().get(0), ScenarioFile.parse("random.yaml", scenario, LAB));
            return true;
        } catch (RuntimeException e) {
            return false; // the reader's and the planner's refusals; a wrong text here is found by the test
        }
    }

    private record Step(int at, String host, String kind, String rest) {}

    private static Step step(SplittableRandom random, int seconds, List<String> kinds) {
        String kind = kinds.get(random.nextInt(kinds.size()));
        if (RARE.contains(kind) && random.nextInt(3) > 0) {
            kind = kinds.get(random.nextInt(kinds.size()));
        }
        String host = TryRig.HOSTS.get(random.nextInt(2));
        String other = INTERFACES.get(random.nextInt(2));
        int at = 500 + random.nextInt((seconds - 2) * 1000);
        String parameters = parameters(kind).replace("wlan0", other);
        boolean lasts = List.of("link-flap", "process-kill", "reboot").contains(kind) || random.nextInt(2) == 0;
        String rest = (parameters.isEmpty() ? "" : ", " + parameters)
                + (lasts ? "" : ", for: " + (300 + random.nextInt(2500)) + "ms");
        return new Step(at, host, kind, rest);
    }

    private static String parameters(String kind) {
        return FaultRow.ALL.stream()
                .filter(row -> row.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .parameters();
    }
}
