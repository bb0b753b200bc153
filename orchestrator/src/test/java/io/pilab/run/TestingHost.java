package io.pilab.run;

import io.pilab.host.ClockOffset;
import io.pilab.host.ConnectedHost;
import io.pilab.host.HostLock;
import io.pilab.host.LockOwner;
import io.pilab.host.LockedHost;
import io.pilab.host.ReadyHost;
import io.pilab.lab.Host;
import io.pilab.remote.Agent;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.TestingRemote;
import io.pilab.testing.TestingRun;
import io.pilab.time.Time;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A host that answers as the agent scripts do, in as far as a trial asks; its spool is given as text. */
final class TestingHost {
    static final String RESTORED = "{\"run\":\"r-01-mptcp\",\"restored\":true,\"changed\":2,\"failed\":[]}\n";

    private final TestingRemote remote;
    private final Deque<String> polls = new ArrayDeque<>();
    private String last = "state done\n";

    TestingHost(String name) {
        remote = new TestingRemote(name)
                .answerAll()
                .answer(script("snapshot.sh", "capture"), "{\"links\":[]}")
                .answer(script("snapshot.sh", "show"), "{\"links\":[]}")
                .answer(script("deadman.sh", "status"), "{\"armed\":true,\"expires_in\":60,\"fired\":false}")
                .answer(script("restore.sh", "run"), RESTORED)
                .answer(script("proof.sh", "collect"), "{}")
                .answer(script("mptcp.sh", "status"), "{\"limits\":{},\"endpoints\":[]}")
                .answer(script("routing.sh", "status"), "{\"rules\":[],\"routes\":[],\"arp\":{}}")
                .answer(script("spool.sh", "read"), c -> TestingRemote.result(0, nextPoll(), ""));
        clock(0);
    }

    /** What the next readings of the spool bring, in order; then its state is done. */
    TestingHost polls(String... answers) {
        polls.addAll(List.of(answers));
        return this;
    }

    /** Likewise, for good. */
    TestingHost always(String answer) {
        last = answer;
        return this;
    }

    /**
     * At its n-th reading of the spool it has been restarted: our scripts are gone until they are pushed again.
     *
     * @param state what each later reading brings
     * @param kept whether it has kept something on its disk
     */
    TestingHost restartsAt(int reading, String state, boolean kept) {
        int[] readings = {0};
        boolean[] installed = {true};
        remote.answer(script("spool.sh", "read"), c -> {
            readings[0]++;
            if (readings[0] < reading) {
                return TestingRemote.result(0, polls.isEmpty() ? "state running\n" : nextPoll(), "");
            }
            installed[0] = installed[0] && readings[0] > reading;
            return installed[0]
                    ? TestingRemote.result(0, state, "")
                    : TestingRemote.result(2, "", "sh: 0: cannot open spool.sh\n");
        });
        scripts(installed);
        remote.answer(script("snapshot.sh", "list"), kept ? "{\"run\":\"r-01-mptcp\"}\n" : "");
        remote.answer(script("persist.sh", "recover"), "{\"changed\":" + kept + "}");
        return this;
    }

    /** The first call of that finds it restarted, with nothing kept. */
    TestingHost losesItsScriptsOnce(String script, String verb) {
        int[] calls = {0};
        boolean[] installed = {true};
        remote.answer(script(script, verb), c -> {
            installed[0] = calls[0]++ > 0;
            return TestingRemote.result(installed[0] ? 0 : 2, "", "");
        });
        return scripts(installed)
                .answers("persist.sh", "recover", () -> TestingRemote.result(0, "{\"changed\":false}", ""));
    }

    private TestingHost scripts(boolean[] installed) {
        remote.answer(TestingRemote.words("test", "-d"), c -> TestingRemote.result(installed[0] ? 0 : 1, "", ""));
        remote.answer(TestingRemote.words("sh", "-s"), c -> {
            installed[0] = true;
            return TestingRemote.result(0, "", "");
        });
        return this;
    }

    /** Its clock is so many nanoseconds ahead. */
    TestingHost clock(long ahead) {
        remote.answer(
                words -> words.equals(List.of("date", "+%s%N")),
                c -> TestingRemote.result(0, (System.currentTimeMillis() * 1_000_000 + ahead) + "\n", ""));
        return this;
    }

    TestingHost fails(String script, String verb, String stderr) {
        remote.answer(script(script, verb), c -> TestingRemote.result(1, "", stderr));
        return this;
    }

    TestingHost answers(String script, String verb, Supplier<CommandResult> answer) {
        remote.answer(script(script, verb), c -> answer.get());
        return this;
    }

    static String chunk(String file, String text) {
        return file + " 0 " + text.length() + "\n" + text;
    }

    Agent agent() {
        return new Agent(remote);
    }

    /** It as a host of the plan; its lock is not taken yet. */
    LockedHost locked(Host host, Time time) {
        Agent agent = agent();
        return new LockedHost(
                new ConnectedHost(host, agent), new HostLock(agent, new LockOwner("alice@bench", "run:test"), time));
    }

    /** The same host, ready for a trial. */
    ReadyHost ready(Host host, Time time) {
        return ready(locked(host, time));
    }

    static ReadyHost ready(LockedHost locked) {
        return new ReadyHost(
                locked, TestingRun.facts(locked.name()), new ClockOffset(0, 0), Optional.of("/usr/bin/iperf3"));
    }

    /** Every script call so far, without shell and folder: {@code restore.sh run r-01-mptcp}. */
    List<String> calls() {
        return remote.commands().stream()
                .map(RemoteCommand::words)
                .filter(w -> w.size() > 2 && w.get(0).equals("sh"))
                .map(w -> w.get(1).substring(w.get(1).lastIndexOf('/') + 1) + " "
                        + String.join(" ", w.subList(2, w.size())))
                .toList();
    }

    private String nextPoll() {
        String next = polls.poll();
        return next == null ? last : next;
    }

    private static java.util.function.Predicate<List<String>> script(String script, String verb) {
        return words -> words.size() > 2
                && words.get(1).endsWith("/" + script)
                && words.get(2).equals(verb);
    }
}
