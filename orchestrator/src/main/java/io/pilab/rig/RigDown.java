package io.pilab.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Removes everything that exists of a rig, by name alone: also of one that was raised by others or only in part. */
record RigDown(RigNames names, Processes processes) {
    private static final Duration TERM_LIMIT = Duration.ofSeconds(2);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    /** More than one, since another Ctrl-C may end a command half-way. */
    private static final int ROUNDS = 3;

    /** Whether anything existed. */
    boolean run() {
        boolean found = false;
        Optional<RigException> failure = Optional.empty();
        for (int round = 0; round < ROUNDS && !left().isEmpty(); round++) {
            found = true;
            failure = round();
        }
        List<String> left = left();
        if (!left.isEmpty()) {
            throw new RigException(
                    RigException.RigFailure.BROKEN,
                    "left behind: " + String.join(", ", left)
                            + failure.map(f -> "; " + f.getMessage()).orElse("") + "; run pilab rig down again");
        }
        return found;
    }

    private Optional<RigException> round() {
        try {
            List<String> namespaces = new Namespaces(processes).of(names);
            endProcesses(namespaces);
            for (String mount : mounts()) {
                processes.must(LocalCommand.of("umount", "-l", mount));
            }
            if (!namespaces.isEmpty()) {
                processes.must(LocalCommand.of("ip", "-batch", "-")
                        .input(namespaces.stream().map(n -> "netns delete " + n).toList()));
            }
            FileTree.delete(names.directory());
            return Optional.empty();
        } catch (RigException e) {
            return Optional.of(e);
        } catch (IOException e) {
            return Optional.of(new RigException(RigException.RigFailure.BROKEN, e.toString(), e));
        }
    }

    private void endProcesses(List<String> namespaces) {
        if (pids(namespaces).contains(ProcessHandle.current().pid())) {
            throw new RigException(
                    RigException.RigFailure.BROKEN, "this pilab itself runs inside the rig; take it down from outside");
        }
        List<ProcessHandle> first = handles(namespaces);
        first.forEach(ProcessHandle::destroy);
        Condition.await(TERM_LIMIT, () -> first.stream().noneMatch(RigDown::runs));
        Condition.await(KILL_LIMIT, () -> {
            List<ProcessHandle> rest = handles(namespaces);
            rest.forEach(ProcessHandle::destroyForcibly);
            return rest.isEmpty();
        });
    }

    private List<ProcessHandle> handles(List<String> namespaces) {
        return pids(namespaces).stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(RigDown::runs)
                .toList();
    }

    /** A zombie holds nothing of the rig but its number. */
    private static boolean runs(ProcessHandle process) {
        try {
            return process.isAlive()
                    && Files.readAllLines(Path.of("/proc", "" + process.pid(), "status")).stream()
                            .noneMatch(line -> line.startsWith("State:") && line.contains("Z"));
        } catch (IOException e) {
            return false;
        }
    }

    private TreeSet<Long> pids(List<String> namespaces) {
        TreeSet<Long> pids = new TreeSet<>();
        ParallelTasks.map(namespaces, new Namespaces(processes)::pids).forEach(pids::addAll);
        return pids;
    }

    private List<String> left() {
        List<String> left = new ArrayList<>(new Namespaces(processes).of(names));
        left.addAll(mounts());
        if (left.isEmpty() && Files.exists(names.directory())) {
            left.add(names.directory().toString());
        }
        return left;
    }

    private List<String> mounts() {
        try {
            return Mounts.under(names.directory().toString(), Files.readAllLines(Path.of("/proc/self/mountinfo")));
        } catch (IOException e) {
            throw new RigException(RigException.RigFailure.BROKEN, "cannot read the mounts: " + e, e);
        }
    }
}
