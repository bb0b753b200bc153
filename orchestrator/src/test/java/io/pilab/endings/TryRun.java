package io.pilab.endings;

import io.pilab.endings.EndingsRig.Ended;
import io.pilab.endings.TryResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries out a random try and judges it by what the hosts look like afterwards. */
final class TryRun {
    /** The dead man's switch of a trial with a reboot needs 190 s, what is stopped 100 s, and a restore is tried again for 100 s. */
    private static final double LONGEST = 450;

    /** A link that has come back settles its addresses. */
    private static final double SETTLING = 15;

    /** A cure, in what a run tells at its end; to accept what differs is none. */
    private static final Pattern CURE = Pattern.compile("pilab (restore (?!.*--accept).*)");

    /** What no user may see. */
    private static final Pattern CRASH = Pattern.compile("internal error|Exception in thread|\\tat io[.]pilab");

    private final TryRig rig;
    private final RandomTry draw;
    private final Path folder;
    private final Map<String, HostText> before = new TreeMap<>();
    private final List<Strike> strikes = new ArrayList<>();
    private Process controller;

    /** @param folder takes what it leaves for whoever looks into it */
    TryRun(TryRig rig, RandomTry draw, Path folder) {
        this.rig = rig;
        this.draw = draw;
        this.folder = folder;
    }

    TryResult run() throws IOException {
        rig.renew(draw.operator());
        for (String host : TryRig.HOSTS) {
            before.put(host, rig.lookSettled(host));
        }
        Path scenario = Files.writeString(folder.resolve("scenario.yaml"), draw.scenario());
        Files.writeString(folder.resolve("operator.sh"), draw.operator());
        long begun = System.nanoTime();
        start(scenario);
        try {
            boolean rested = awaitRest();
            double seconds = (System.nanoTime() - begun) / 1e9;
            return judge(rested, seconds);
        } finally {
            controller.destroyForcibly();
            strikes.forEach(Strike::giveUp);
            strikes.forEach(Strike::release);
        }
    }

    private void start(Path scenario) throws IOException {
        Path said = folder.resolve("pilab.txt");
        List<String> words = List.of(
                "run", "--runs", folder.resolve("runs").toString(), "-f", rig.rig.labFile.toString(), "" + scenario);
        controller = rig.pilab(words).redirectOutput(said.toFile()).start();
        controller.getOutputStream().close();
        for (Blow blow : draw.blows()) {
            Strike strike = new Strike(rig, blow, controller, said);
            strikes.add(strike);
            Thread thread = new Thread(strike, "strike-" + draw.number());
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Until nothing of pilab is at work any more, here or on the hosts, and nothing is stopped or cut; whether it came to that. */
    private boolean awaitRest() {
        double end = Cell.uptime() + LONGEST;
        int quiet = 0;
        while (quiet < 3 && Cell.uptime() < end) {
            boolean working = controller.isAlive() || strikes.stream().anyMatch(Strike::lasts);
            quiet = working || !foreign().isEmpty() ? 0 : quiet + 1;
            TryRig.pause(500);
        }
        strikes.forEach(Strike::giveUp);
        return quiet == 3;
    }

    /** What runs on the hosts beside what they booted with. */
    private List<String> foreign() {
        List<String> found = new ArrayList<>();
        for (String host : TryRig.HOSTS) {
            List<HostProcess> processes = rig.processes(host);
            if (processes.isEmpty()) {
                found.add(host + " is down");
            }
            processes.stream()
                    .filter(p -> p.pid() != 1 && !p.command().startsWith("sshd"))
                    .forEach(p -> found.add(host + ": " + p.command()));
        }
        return found;
    }

    private TryResult judge(boolean rested, double seconds) throws IOException {
        if (!rested) {
            String who = controller.isAlive() ? "the controller still runs" : String.join("; ", foreign());
            return result(Verdict.FAILED, seconds, List.of(), "no rest after " + LONGEST + " s: " + who);
        }
        List<String> difference = settled();
        List<String> left = left();
        strikes.forEach(Strike::release); // what lasts until now would be in the way of a cure
        String said = Files.readString(folder.resolve("pilab.txt"));
        String problem = CRASH.matcher(said).find() ? "pilab crashed\n" : "";
        boolean told = exitCode() == 5 || strikes.stream().anyMatch(Strike::killedController);
        if (!difference.isEmpty() && !told) {
            problem += "exit code " + exitCode() + ", and yet:\n" + String.join("\n", difference) + "\n";
        }
        if (!difference.isEmpty() || !left.isEmpty()) {
            problem += cured(said);
        }
        Verdict verdict = difference.isEmpty() ? Verdict.ITSELF : Verdict.CURED;
        return result(problem.isEmpty() ? verdict : Verdict.FAILED, seconds, difference, problem.strip());
    }

    private TryResult result(Verdict verdict, double seconds, List<String> difference, String reason) {
        List<Strike> struck = strikes.stream()
                .filter(strike -> strike.state() != Strike.State.MISSED)
                .toList();
        return new TryResult(draw, verdict, struck, exitCode(), seconds, difference, reason);
    }

    private int exitCode() {
        return controller.isAlive() ? -1 : controller.exitValue();
    }

    private List<String> settled() {
        double end = Cell.uptime() + SETTLING;
        List<String> difference = difference();
        while (!difference.isEmpty() && Cell.uptime() < end) {
            TryRig.pause(1000);
            difference = difference();
        }
        return difference;
    }

    private List<String> difference() {
        List<String> lines = new ArrayList<>();
        before.forEach((host, was) -> rig.look(host).difference(was).forEach(line -> lines.add(host + ": " + line)));
        return lines;
    }

    /** But for the spools of a run that did not come to its end: {@code pilab run --resume} reads them. */
    private List<String> left() {
        List<String> lines = new ArrayList<>();
        boolean collected = exitCode() == 0 || exitCode() == 1;
        TryRig.HOSTS.forEach(host -> rig.look(host).left().stream()
                .filter(line -> collected || !line.startsWith("/run/pilab/runs/"))
                .forEach(line -> lines.add(host + ": " + line)));
        return lines;
    }

    /** Does what the run named, or else what docs/restore.md says; what is wrong then. */
    private String cured(String said) throws IOException {
        Set<List<String>> cures = new LinkedHashSet<>();
        Matcher named = CURE.matcher(said);
        while (named.find()) {
            cures.add(Arrays.asList(named.group(1).strip().split("\\s+")));
        }
        if (exitCode() == 5 && cures.isEmpty()) {
            return "exit code 5 without a cure\n";
        }
        if (cures.isEmpty()) {
            cures.add(List.of("restore", "-f", rig.rig.labFile.toString()));
        }
        StringBuilder problem = new StringBuilder();
        for (List<String> cure : cures) {
            Ended ended = rig.run(cure);
            Files.writeString(folder.resolve("cure.txt"), ended.text());
            if (ended.code() != 0) {
                problem.append("pilab " + String.join(" ", cure) + ": exit code " + ended.code() + "\n" + ended.text());
            }
        }
        List<String> difference = settled();
        if (!difference.isEmpty()) {
            problem.append("not as before after the cure:\n" + String.join("\n", difference) + "\n");
        }
        if (!left().isEmpty()) {
            problem.append("left on the hosts:\n" + String.join("\n", left()) + "\n");
        }
        return problem.toString();
    }
}
