package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.TestingLabs;
import io.pilab.config.LabFile;
import io.pilab.rig.TestingRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The blog's lab on a rig of a test's own, by pilab's own commands. */
final class VirtualLab {
    private final Path folder;
    private final Path file;
    private final TestingRig rig;

    private VirtualLab(Path folder, Path file) {
        this.folder = folder;
        this.file = file;
        this.rig = new TestingRig(LabFile.load(file, Map.of()));
    }

    /** Raises it; its name holds this JVM's number, so that tests never meet. */
    static VirtualLab up(Path folder, String what) throws IOException {
        return up(folder, what, text -> text);
    }

    /** Likewise, {@code change} being made to the lab file. */
    static VirtualLab up(Path folder, String what, UnaryOperator<String> change) throws IOException {
        String text = change.apply(TestingLabs.blogDemoText(TestingRig.name(what), "100mbit"));
        Path file = Files.writeString(folder.resolve(what + "-lab.yaml"), text);
        PilabProcess.Ended up = new PilabProcess(folder).run("rig", "up", "-f", file.toString());
        assertThat(up.exitCode()).describedAs(up.all()).isZero();
        return new VirtualLab(folder, file);
    }

    void down() {
        new PilabProcess(folder).run("rig", "down", "-f", file.toString());
    }

    Path file() {
        return file;
    }

    /** A lab file like its own, but for this text. */
    Path with(String text, String instead) throws IOException {
        String own = Files.readString(file);
        assertThat(own).contains(text);
        return Files.writeString(Files.createTempFile(folder, "lab", ".yaml"), own.replace(text, instead));
    }

    /** A scenario's file. */
    Path scenario(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "scenario", ".yaml"), text);
    }

    /** Runs a command of pilab at the controller's place. */
    PilabProcess.Ended pilab(String command, String... arguments) {
        return pilabWith(file, List.of(), command, arguments);
    }

    /** Likewise, with another lab file and with variables, {@code NAME=value}. */
    PilabProcess.Ended pilabWith(Path labFile, List<String> variables, String command, String... arguments) {
        List<String> words = new ArrayList<>(List.of("env"));
        words.addAll(variables);
        words.addAll(pilabWords(labFile, command, arguments));
        return ended(startAtController(words));
    }

    /** Starts a command of pilab at the controller's place as a process of our own, so that signals reach it. */
    PilabProcess.Running start(String command, String... arguments) {
        return startAtController(pilabWords(file, command, arguments));
    }

    /** What {@code pilab rig exec} does, without a process between. */
    private PilabProcess.Running startAtController(List<String> words) {
        return new PilabProcess(folder)
                .with("PILAB_SSH_IDENTITY", rig.rig.identity().toString())
                .with("PILAB_SSH_KNOWN_HOSTS", rig.rig.knownHosts().toString())
                .with("PILAB_SSH_CONFIG", "none")
                .startWords(rig.atController(words.toArray(String[]::new)));
    }

    /** What the rig tells the commands that run in it. */
    String variable(String variable) {
        return new PilabProcess(folder)
                .run("rig", "exec", "-f", file.toString(), "--", "sh", "-c", "echo $" + variable)
                .out()
                .strip();
    }

    /** Runs a shell command as a host's root; its output. */
    String inHost(String host, String command) {
        return ended(new PilabProcess(folder).startWords(rig.inside(host, "sh", "-c", command)))
                .out();
    }

    /** Runs a shell command at the controller's place; its standard output. */
    String inController(String command) {
        return ended(startAtController(List.of("sh", "-c", command))).out();
    }

    /** The first trial of the only run there, as its {@code result.json} has it. */
    static JsonNode trial(Path runs) throws IOException {
        try (Stream<Path> all = Files.list(runs)) {
            Path result = all.findFirst().orElseThrow().resolve("result.json");
            return new ObjectMapper().readTree(result.toFile()).path("trials").path(0);
        }
    }

    private static PilabProcess.Ended ended(PilabProcess.Running running) {
        try {
            return running.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a run could change, on both hosts; of what the kernel makes by itself for a link that is up, not the order. */
    String states() {
        String look =
                "ip -o link | sed 's/ qdisc.*//'; ip -o addr | sed 's/ tentative//'; ip -4 route show table all | sed '/ table local /d';"
                        + " ip -6 route | sort; ip rule; ip mptcp endpoint; ip mptcp limits; tc qdisc;"
                        + " cat /proc/sys/net/ipv4/conf/all/arp_ignore; ls /run/pilab/state 2>/dev/null || :";
        return "client:\n" + inHost("client", look) + "server:\n" + inHost("server", look);
    }

    private static List<String> pilabWords(Path labFile, String command, String... arguments) {
        List<String> words = new ArrayList<>(PilabProcess.words());
        words.add(command);
        words.addAll(List.of(arguments));
        words.addAll(List.of("-f", labFile.toString()));
        return words;
    }
}
