package io.pilab.endings;

import io.pilab.endings.EndingsRig.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A rig of two hosts for random tries, one after the other, and what can be done to it. SSH has an interface of its own. */
final class TryRig implements AutoCloseable {
    static final List<String> HOSTS = List.of("client", "server");

    private static final Map<String, String> SSH_ADDRESSES = Map.of("client", "10.77.0.1", "server", "10.77.0.2");
    private static final String LAB = """
            lab: %s
            ssh: { user: pi }
            iperf3: { source: package }
            hosts:
              client:
                role: client
                address: 10.77.0.1
                interfaces:
                  eth0: { address: 172.31.0.133/24 }
                  wlan0: { address: 172.31.0.173/24 }
              server:
                role: server
                address: 10.77.0.2
                interfaces:
                  eth0: { address: 172.31.0.218/24 }
                  wlan0: { address: 172.31.0.237/24, endpoint: none }
            rig:
              links: { eth0: 20mbit, wlan0: 20mbit }
            """;

    private static final String SIZE_OF_RUN = "256m";

    final EndingsRig rig;
    private final List<String> pilab;
    private final Map<String, String> networks = new TreeMap<>();
    private final Map<String, ProcessLimit> limits = new TreeMap<>();

    /** @param pilab the words that start it */
    TryRig(Path folder, String name, List<String> pilab) throws IOException {
        this.pilab = pilab;
        rig = EndingsRig.up(folder, LAB.formatted(name));
        for (String host : HOSTS) {
            networks.put(host, Files.readString(folder(host).resolve("network.sh")));
            limits.put(host, new ProcessLimit("pilab-" + rig.lab.name() + "-" + host));
        }
    }

    /** The text of a lab like those of the tries, for whoever wants to know what a scenario is for. */
    static String lab() {
        return LAB.formatted("random");
    }

    private Path folder(String host) {
        return rig.directory().resolve("hosts").resolve(host);
    }

    /** Both hosts as they boot, with what an operator has set up there and nothing of an earlier try. */
    void renew(String operator) throws IOException {
        tidy();
        for (String host : HOSTS) {
            Path script = folder(host).resolve("operator.sh");
            Files.writeString(script, Operator.on(host, operator));
            Files.writeString(
                    folder(host).resolve("network.sh"),
                    networks.get(host) + "\nnsenter --net=/run/netns/pilab-" + rig.lab.name() + "-" + host + " sh "
                            + script + " && : >" + script + ".done\n");
            Files.deleteIfExists(folder(host).resolve("operator.sh.done"));
            rig.in(host, "rm -rf /var/lib/pilab /opt/* /var/tmp/*");
            reboot(host);
            if (!Files.exists(folder(host).resolve("operator.sh.done"))) {
                throw new AssertionError(host + " does not boot: "
                        + Files.readString(folder(host).resolve("log")));
            }
        }
    }

    /** Ends all that lasts. */
    void tidy() {
        HOSTS.forEach(host -> {
            mend(host);
            allowProcesses(host);
        });
        freeRoots();
    }

    HostText look(String host) {
        return HostText.of(EndingsRig.demand(rig.in(host, HostText.SCRIPT)).text());
    }

    /** Once the kernel has done what it does by itself after a boot. */
    HostText lookSettled(String host) {
        HostText text = look(host);
        HostText last = null;
        for (int i = 0; i < 20 && (!text.equals(last) || text.toString().contains(" tentative")); i++) {
            pause(500);
            last = text;
            text = look(host);
        }
        return text;
    }

    List<HostProcess> processes(String host) {
        return rig.init(host)
                .map(init -> HostProcess.in(Path.of("/proc", "" + init, "root/proc")))
                .orElse(List.of());
    }

    void signal(String host, String signal, List<Integer> pids) {
        List<String> words = new ArrayList<>(List.of("kill -" + signal));
        pids.forEach(pid -> words.add("" + pid));
        rig.in(host, String.join(" ", words)); // some may have ended
    }

    /** Nothing passes between the controller and a host. */
    void cut(String host) {
        String address = SSH_ADDRESSES.get(host);
        EndingsRig.demand(rig.controller(
                "nft",
                "table inet " + host + " { chain out { type filter hook output priority 0;"
                        + " ip daddr " + address + " drop; }; chain in { type filter hook input priority 0; ip saddr "
                        + address
                        + " drop; }; }"));
    }

    void mend(String host) {
        rig.controller("nft", "delete table inet " + host); // not there when there is nothing to mend
    }

    /** Not a block of memory is left in its {@code /run}. */
    void fillRun(String host) {
        rig.in(host, "mount -o remount,size=$(df -k --output=used /run | tail -n 1 | tr -d ' ')k /run");
    }

    void freeRun(String host) {
        rig.in(host, "mount -o remount,size=" + SIZE_OF_RUN + " /run");
    }

    /** Not a block is left for what lies on the disks: both hosts', since in the rig it is one memory. */
    void fillRoots() {
        try {
            FileStore store = Files.getFileStore(rig.directory());
            long used = (store.getTotalSpace() - store.getUnallocatedSpace()) / 1024;
            resizeRoots(used + "k");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void freeRoots() {
        resizeRoots("50%");
    }

    private void resizeRoots(String size) {
        EndingsRig.demand(
                EndingsRig.run(new ProcessBuilder("mount", "-o", "remount,size=" + size, "" + rig.directory())));
    }

    void forbidProcesses(String host) {
        rig.init(host).ifPresent(limits.get(host)::begin);
    }

    void allowProcesses(String host) {
        limits.get(host).end();
    }

    /** Returns when it takes logins again. */
    void reboot(String host) {
        Optional<Long> before = rig.init(host);
        rig.in(host, "reboot");
        long end = System.nanoTime() + 60_000_000_000L;
        while (rig.init(host).equals(before)
                || rig.in(host, "ss -Htln | grep :22").code() != 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError(host + " does not restart");
            }
            pause(100);
        }
    }

    /** A command of pilab at the controller's place; its words after {@code pilab}. */
    ProcessBuilder pilab(List<String> arguments) {
        List<String> words = new ArrayList<>(pilab);
        words.addAll(arguments);
        return rig.atController(words).redirectErrorStream(true);
    }

    Ended run(List<String> arguments) {
        return EndingsRig.run(pilab(arguments));
    }

    static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        tidy();
        rig.close();
    }
}
