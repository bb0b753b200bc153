package io.pilab.endings;

import io.pilab.plan.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Carries out one blow of a try: waits for its moment and its victim, strikes, and lets go after a while. */
final class Strike implements Runnable {
    /** MISSED: the moment or the victim never came. */
    enum State {
        WAITING,
        STRUCK,
        OVER,
        MISSED
    }

    private static final long POLL = 20;

    private final TryRig rig;
    private final Blow blow;
    private final Process controller;
    private final Path said;
    private final long begun = System.nanoTime();
    private final Map<String, List<Integer>> victims = new TreeMap<>();
    private State state = State.WAITING;
    private double at;

    /** @param said what the controller has told so far, a file */
    Strike(TryRig rig, Blow blow, Process controller, Path said) {
        this.rig = rig;
        this.blow = blow;
        this.controller = controller;
        this.said = said;
    }

    @Override
    public void run() {
        await(() -> hasTold(blow.phase()));
        pause(blow.delay());
        if (!isThere()) {
            await(this::isThere);
            pause(blow.linger());
            isThere();
        }
        if (begin() && blow.act().seconds >= 0) {
            TryRig.pause(blow.act().seconds * 1000L);
            release();
        }
    }

    private void await(BooleanSupplier question) {
        while (state() == State.WAITING && !question.getAsBoolean()) {
            TryRig.pause(POLL);
        }
    }

    private void pause(long milliseconds) {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        await(() -> System.nanoTime() >= end);
    }

    private boolean hasTold(Phase phase) {
        try {
            return Files.readAllLines(said).stream().anyMatch(line -> line.startsWith(phase.label() + " "));
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isThere() {
        if (blow.act().signal.isEmpty()) {
            return true;
        }
        if (blow.victim() == Victim.CONTROLLER) {
            return controller.isAlive();
        }
        blow.hosts().forEach(host -> victims.put(host, blow.victim().among(rig.processes(host), blow.act())));
        return victims.values().stream().anyMatch(pids -> !pids.isEmpty());
    }

    private synchronized boolean begin() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.STRUCK;
        at = (System.nanoTime() - begun) / 1e9;
        send(blow.act().signal);
        blow.hosts().forEach(host -> blow.act().trouble.begin(rig, host));
        return true;
    }

    private void send(String signal) {
        if (blow.victim() == Victim.CONTROLLER) {
            EndingsRig.run(new ProcessBuilder("kill", "-" + signal, "" + controller.pid()));
        } else if (!signal.isEmpty()) {
            victims.forEach((host, pids) -> rig.signal(host, signal, pids));
        }
    }

    /** Lets go, if it has struck and holds on. */
    synchronized void release() {
        if (state == State.STRUCK) {
            if (blow.act().signal.equals("STOP")) {
                send("CONT");
            }
            blow.hosts().forEach(host -> blow.act().trouble.end(rig, host));
            state = State.OVER;
        }
    }

    /** Nothing is left to strike. */
    synchronized void giveUp() {
        if (state == State.WAITING) {
            state = State.MISSED;
        }
    }

    synchronized State state() {
        return state;
    }

    /** Whether it will let go by itself, and has not yet. */
    synchronized boolean lasts() {
        return state == State.STRUCK && blow.act().seconds >= 0;
    }

    /** Whether the controller is gone by it. */
    boolean killedController() {
        return blow.victim() == Victim.CONTROLLER && blow.act() == Act.KILL && state() == State.OVER;
    }

    Blow blow() {
        return blow;
    }

    /** Seconds after the controller's start. */
    double at() {
        return at;
    }
}
