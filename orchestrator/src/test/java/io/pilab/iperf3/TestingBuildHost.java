package io.pilab.iperf3;

import io.pilab.host.FactsReader;
import io.pilab.record.HostFacts;
import io.pilab.remote.Agent;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteException;
import io.pilab.remote.TestingRemote;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A host that answers as the scripts for iperf3 do: nothing is installed, and every build succeeds, unless told otherwise. */
final class TestingBuildHost {
    static final String ARTEFACT = "what was built";

    private final TestingRemote remote;
    private final Deque<Supplier<String>> polls = new ArrayDeque<>();
    private final List<String> binaries = new ArrayList<>();
    private String libc = "\"glibc 2.36\"";
    private String built = binary("/opt/iperf3-3.21/bin/iperf3", "3.21", true);
    private String installed = built;
    private String packaged = binary("/usr/bin/iperf3", "3.12", false);

    TestingBuildHost(String name) {
        remote = new TestingRemote(name)
                .answer(w -> w.get(0).equals("sh") && w.get(1).equals("-c"), "")
                .answer(w -> w.get(0).equals("test"), "")
                .answer(w -> w.get(0).equals("rm"), "")
                .answer(w -> w.get(0).equals("find"), "")
                .answer(script("facts.sh", "collect"), c -> TestingRemote.result(0, facts(), ""))
                .answer(
                        script("packages.sh", ""),
                        "{\"installed\":[],\"headers\":\"linux-headers-6.1\",\"changed\":false}")
                .answer(script("packages.sh", "iperf3"), c -> said(packaged, "{\"installed\":[\"iperf3\"]}"))
                .answer(script("build.sh", "start"), "{\"state\":\"running\",\"changed\":true}")
                .answer(script("build.sh", "stop"), "{\"stopped\":true,\"changed\":true}")
                .answer(script("build.sh", "status"), c -> TestingRemote.result(0, poll(), ""))
                .answer(script("iperf3.sh", "install"), c -> said(installed, "{\"changed\":true}"))
                .answer(script("iperf3.sh", "remove"), c -> {
                    binaries.removeIf(b -> b.contains("/opt/"));
                    return TestingRemote.result(0, "{\"changed\":true}", "");
                })
                .answer(
                        script("iperf3.sh", "program"),
                        "{\"file\":\"/opt/iperf3-3.21/bin/iperf3\",\"sha256\":\"" + TestingTarball.sum(ARTEFACT)
                                + "\"}")
                .file("/opt/iperf3-3.21/bin/iperf3", ARTEFACT);
    }

    static String binary(String path, String version, boolean mptcp) {
        return "{\"path\":\"" + path + "\",\"version\":\"" + version + "\",\"mptcp\":" + mptcp + "}";
    }

    TestingBuildHost has(String binary) {
        binaries.add(binary);
        return this;
    }

    /** What the tarball turns out to be; empty: nothing that runs. */
    TestingBuildHost builds(String binary) {
        built = binary;
        return this;
    }

    /** What an alike host's build turns out to be. */
    TestingBuildHost installs(String binary) {
        installed = binary;
        return this;
    }

    TestingBuildHost packages(String binary) {
        packaged = binary;
        return this;
    }

    TestingBuildHost libc(String json) {
        libc = json;
        return this;
    }

    /** What the next questions for the build's state are answered with; then it is done. */
    TestingBuildHost polls(String... answers) {
        for (String answer : answers) {
            polls.add(() -> answer);
        }
        return this;
    }

    /** The connection is lost at the next question. */
    TestingBuildHost loses() {
        polls.add(() -> {
            throw new RemoteException(
                    remote.host(), RemoteException.RemoteFailure.CONNECTION_LOST, "the connection broke off");
        });
        return this;
    }

    TestingBuildHost interrupted() {
        polls.add(() -> {
            Thread.currentThread().interrupt();
            throw new RemoteException(remote.host(), RemoteException.RemoteFailure.INTERRUPTED, "interrupted");
        });
        return this;
    }

    TestingBuildHost fails(String script, String verb, int exitCode, String stderr) {
        remote.answer(script(script, verb), c -> TestingRemote.result(exitCode, "", stderr));
        return this;
    }

    Agent agent() {
        return new Agent(remote);
    }

    TestingRemote remote() {
        return remote;
    }

    HostFacts read() {
        return FactsReader.read(agent());
    }

    /** Every script call that may change something, without shell and folder. */
    List<String> calls() {
        return remote.commands().stream()
                .map(c -> c.words())
                .filter(w -> w.size() > 2 && w.get(0).equals("sh") && w.get(1).contains("/run/pilab/agent/"))
                .map(w -> String.join(" ", w.subList(1, w.size())).replaceAll("^/run/pilab/agent/[0-9a-f]+/", ""))
                .map(c -> c.replaceAll("/tmp/pilab-[0-9a-f-]+\\.tar\\.gz", "PUSHED"))
                .filter(c -> !c.startsWith("facts.sh") && !c.startsWith("build.sh status"))
                .toList();
    }

    private String poll() {
        Supplier<String> next = polls.poll();
        if (next != null) {
            return next.get();
        }
        binaries.add(0, built);
        return "{\"state\":\"done\",\"stage\":\"install\",\"log\":[]}";
    }

    private CommandResult said(String binary, String answer) {
        binaries.add(0, binary);
        return TestingRemote.result(0, answer, "");
    }

    private String facts() {
        return "{\"os\":\"Debian\",\"kernel\":\"6.1\",\"architecture\":\"arm64\",\"release\":\"debian-12\",\"libc\":"
                + libc + ",\"iperf3\":["
                + String.join(",", binaries.stream().filter(b -> !b.isEmpty()).toList()) + "]}";
    }

    private static Predicate<List<String>> script(String file, String verb) {
        return words -> words.size() > 2
                && words.get(1).endsWith("/" + file)
                && (verb.isEmpty() || words.get(2).equals(verb));
    }
}
