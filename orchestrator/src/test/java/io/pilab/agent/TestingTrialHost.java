package io.pilab.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A host for one trial, and what the trial has written. */
final class TestingTrialHost {
    static final String RUN = "run-1";
    static final String TRIAL = "01-mptcp";
    static final String START = "{\"event\":\"start\",\"data\":{\"timestamp\":{\"timemillisecs\":1700000000123}}}";

    private final ScriptRunner runner;
    private final Set<String> armed = new TreeSet<>();

    TestingTrialHost(ScriptRunner runner) {
        this.runner = runner;
    }

    /** Its tools and its traffic are stubs; the shell, the processes and the files are real. */
    static TestingTrialHost stubbed(Shell shell, Path work) {
        ScriptRunner runner = new ScriptRunner(shell, work)
                .stub("ip", "case \"$*\" in *'route show table all') cat '" + work + "/routes' ;; esac")
                .stub("ss", "cat '" + work + "/listeners'")
                .asRoot()
                .stub("chrt", "exit 1");
        runner.file("routes", "172.31.0.0/24 dev wlan0 proto kernel scope link src 172.31.0.173 metric 600\n");
        runner.file("listeners", "");
        return new TestingTrialHost(runner);
    }

    ScriptRunner runner() {
        return runner;
    }

    /** The trial's folder. */
    Path folder() {
        return runner.base().resolve("runs").resolve(RUN).resolve(TRIAL);
    }

    /** What stands for iperf3; it may use {@code $WORK}, the test's folder, and {@code $START}. */
    String traffic(String body) {
        Path work = runner.base().getParent();
        Path file = runner.file("traffic", "#!/bin/sh\nWORK='" + work + "'\nSTART='" + START + "'\n" + body + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException(file + " cannot be made executable");
        }
        return file.toString();
    }

    ScriptResult prepare(String specification) {
        return runner.runWith(specification, "experiment.sh", "prepare", RUN, TRIAL);
    }

    /** Arms the trial's dead man's switch, as whoever starts a trial has to. */
    TestingTrialHost arm() {
        arm(RUN, TRIAL, 600);
        return this;
    }

    void arm(String run, String trial, int seconds) {
        String id = run + "-" + trial;
        if (!Files.exists(runner.base().resolve("state").resolve(id))) {
            runner.file("base/state/" + id + "/captured", "1.00 2026-11-22T06:03:34Z\n");
        }
        armed.add(id);
        runner.run("deadman.sh", "arm", id, "" + seconds).answer();
    }

    /** Disarms what {@link #arm} armed. */
    void disarm() {
        armed.forEach(id -> runner.run("deadman.sh", "disarm", id).answer());
    }

    ScriptResult call(String verb) {
        return runner.run("experiment.sh", verb, RUN, TRIAL);
    }

    /** Prepares and starts a trial with this traffic and these further lines of the specification. */
    void start(String body, String... lines) {
        prepare(specification(traffic(body), lines)).answer();
        arm().call("start").answer();
    }

    static String specification(String traffic, String... lines) {
        return "traffic " + traffic + "\nport 5201\nlimit 60\n" + String.join("\n", lines)
                + (lines.length == 0 ? "" : "\n");
    }

    String status() {
        return (String) call("status").answer().get("state");
    }

    void awaitTraffic() {
        Await.until(
                "the traffic runs",
                () -> folder().resolve("traffic.jsonl").toFile().length() > 0);
    }

    void awaitDone() {
        // The file comes just before; a script that is asked again and again slows the trial down.
        Await.until("the trial has finished", () -> Files.exists(folder().resolve("finished")));
        Await.until("the trial is done", () -> status().equals("done"));
    }

    String text(String file) {
        try {
            return Files.readString(folder().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The trial's own log. */
    List<Map<String, Object>> log() {
        return new ScriptResult(0, text("agent.jsonl"), "").objects();
    }

    List<Object> events() {
        return log().stream().map(e -> e.get("event")).toList();
    }

    /** Waits until the trial's own log has that event. */
    void awaitEvent(String name) {
        Await.until(
                "the trial says " + name,
                () -> Files.exists(folder().resolve("agent.jsonl"))
                        && text("agent.jsonl").contains("\"event\":\"" + name + "\""));
    }

    /** The first record of that event. */
    Map<String, Object> event(String name) {
        return log().stream()
                .filter(e -> e.get("event").equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The processes that work in the trial's folder, less those that only wait to be reaped. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(p -> worksIn(p.pid(), folder()))
                .toList();
    }

    private static boolean worksIn(long pid, Path folder) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).equals(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends everything that a failed test may have left; the folder is its only mark, so no other process is hit. */
    void close() {
        disarm();
        Await.until("the trial's processes are gone", () -> {
            processes().forEach(ProcessHandle::destroyForcibly);
            return processes().isEmpty();
        });
    }
}
