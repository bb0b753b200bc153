package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every script does with wrong calls, and what its header says. */
class ScriptArgumentsTest {
    private static final List<String> EVIL =
            List.of("eth0;reboot", "$(id)", "`id`", "eth0\nlo", "../etc", "-x", "a b", "");

    @TempDir
    Path work;

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(ScriptRunner.SCRIPTS)) {
            return files.filter(f -> f.toString().endsWith(".sh")).sorted().toList().stream();
        }
    }

    /** The comment lines at the head of a script, without the first. */
    private static List<String> header(List<String> lines) {
        return lines.stream().skip(1).takeWhile(l -> l.startsWith("#")).toList();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aHeaderSaysWhatUsageStdoutStderrAndExitCodes(Path script) throws IOException {
        List<String> lines = Files.readAllLines(script);
        boolean command = !script.getParent().endsWith("lib");
        List<String> header = header(lines);
        assertThat(lines.get(0)).isEqualTo(command ? "#!/bin/sh" : "# shellcheck shell=sh");
        assertThat(header.get(0)).matches("# [A-Z].*\\.");
        assertThat(header.stream()
                        .filter(l -> l.matches("# (usage|stdout|stderr|exit codes): .*"))
                        .map(l -> l.replaceFirst("^# ([a-z ]+): .*", "$1")))
                .containsExactly("usage", "stdout", "stderr", "exit codes");
        assertThat(header).allMatch(l -> l.length() <= 120);
        if (command) {
            assertThat(lines.get(header.size() + 1)).as("what ends the usage").isEqualTo("set -eu");
            assertThat(header.get(header.size() - 1)).contains("0 ", "1 ", "2 usage", "4 ");
            assertThat(lines).as("which sets LC_ALL and PATH").contains(". \"$here/lib/common.sh\"");
        } else {
            assertThat(usage(script)).startsWith("# usage: . \"$here/lib/" + script.getFileName() + "\"");
        }
    }

    /** Of a sourced file it names the file, then those that come before it. */
    private static String usage(Path file) throws IOException {
        return header(Files.readAllLines(file)).stream()
                .filter(l -> l.startsWith("# usage: "))
                .collect(Collectors.joining());
    }

    static Stream<Arguments> sourced() throws IOException {
        List<Path> files = scripts().filter(f -> f.getParent().endsWith("lib")).toList();
        return Stream.of(Shell.values()).flatMap(shell -> files.stream().map(f -> Arguments.of(shell, f)));
    }

    @ParameterizedTest
    @MethodSource("sourced")
    void whatIsSourcedRunsNothingByItself(Shell shell, Path file) throws IOException {
        ScriptRunner runner = stubbed(shell);
        List<String> words = new ArrayList<>(shell.words());
        words.addAll(List.of("-euc", "for file; do . \"$file\"; done", "sh"));
        words.addAll(Pattern.compile("lib/[a-z0-9-]+[.]sh")
                .matcher(usage(file))
                .results()
                .map(m -> ScriptRunner.SCRIPTS.resolve(m.group()).toString())
                .sorted(Comparator.comparing(file.toString()::equals))
                .toList());
        assertThat(runner.command(words)).isEqualTo(new ScriptResult(0, "", ""));
        assertThat(runner.calls()).isEmpty();
    }

    @Test
    void whatAllOfThemSourceSetsLocaleAndPath() throws IOException {
        assertThat(Files.readAllLines(ScriptRunner.SCRIPTS.resolve("lib/common.sh")))
                .contains("export LC_ALL=C PATH=\"$PATH:/usr/sbin:/sbin\"");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void noScriptUsesEvalOrEndsProcessesByName(Path script) throws IOException {
        assertThat(Files.readString(script)).doesNotContainPattern("\\b(eval|pkill|killall)\\b");
    }

    static Stream<Arguments> wrongCalls() {
        List<List<String>> calls = List.of(
                List.of("facts.sh"),
                List.of("facts.sh", "collect", "172.31.0.9"),
                List.of("facts.sh", "install"),
                List.of("probe.sh"),
                List.of("probe.sh", "inside"),
                List.of("proof.sh"),
                List.of("proof.sh", "inside", "net:[1]"),
                List.of("condition.sh"),
                List.of("condition.sh", "collect"),
                List.of("link.sh"),
                List.of("link.sh", "down"),
                List.of("link.sh", "flap", "eth0"),
                List.of("link.sh", "down", "eth0", "wlan0"),
                List.of("mptcp.sh", "flush"),
                List.of("mptcp.sh", "endpoint-add", "172.31.0.173", "wlan0", "2"),
                List.of("mptcp.sh", "limits", "2"),
                List.of("routing.sh", "apply", "wlan0", "172.31.0.173"),
                List.of("routing.sh", "arp", "1"),
                List.of("snapshot.sh"),
                List.of("snapshot.sh", "capture"),
                List.of("snapshot.sh", "show", "run-1"),
                List.of("restore.sh", "run"),
                List.of("restore.sh", "all", "run-1"),
                List.of("deadman.sh", "arm", "run-1"),
                List.of("deadman.sh", "disarm"),
                List.of("experiment.sh"),
                List.of("experiment.sh", "prepare", "run-1"),
                List.of("experiment.sh", "restart", "run-1", "01-mptcp"),
                List.of("experiment.sh", "stop-all", "run-1", "01-mptcp"),
                List.of("timeline.sh"),
                List.of("timeline.sh", "run", "/tmp"),
                List.of("sampler.sh", "run", "0.2"),
                List.of("sampler.sh", "walk", "0.2", "wlan0"),
                List.of("spool.sh"),
                List.of("spool.sh", "read", "run-1"),
                List.of("spool.sh", "write", "run-1", "01-mptcp"),
                List.of("lock.sh"),
                List.of("lock.sh", "acquire", "a1", "alice@bench", "apply"),
                List.of("lock.sh", "acquire", "a1", "alice@bench", "apply", "30", "borrow"),
                List.of("lock.sh", "renew", "a1"),
                List.of("lock.sh", "status", "a1"),
                List.of("applied.sh"),
                List.of("applied.sh", "push"),
                List.of("applied.sh", "drop"),
                List.of("applied.sh", "list", "limits"),
                List.of("iperf3.sh"),
                List.of("iperf3.sh", "build", "3.21", "/tmp/iperf-3.21.tar.gz"),
                List.of("iperf3.sh", "install", "3.21", "/tmp/iperf3-3.21.tar.gz"),
                List.of("build.sh"),
                List.of("build.sh", "start", "3.21"),
                List.of("build.sh", "start", "3.21", "zip", "/tmp/iperf-3.21.zip", "e3b0"),
                List.of("build.sh", "start", "3.21", "git", "https://git.example.org/iperf", "3.21"),
                List.of("build.sh", "status", "3.21", "now"),
                List.of("packages.sh"),
                List.of("packages.sh", "sl"),
                List.of("packages.sh", "list", "all"));
        return bothShells(calls);
    }

    @ParameterizedTest
    @MethodSource("wrongCalls")
    void aWrongCallPrintsTheUsage(Shell shell, List<String> call) {
        ScriptRunner runner = stubbed(shell);
        ScriptResult result = runner.run(call.get(0), words(call));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).contains("usage: " + call.get(0)).contains("exit codes: ");
        assertThat(runner.calls()).isEmpty();
    }

    static Stream<Arguments> evilCalls() {
        List<List<String>> templates = List.of(
                List.of("facts.sh", "collect", "?", "172.31.0.9"),
                List.of("proof.sh", "collect", "?"),
                List.of("facts.sh", "collect", "172.31.0.9", "?"),
                List.of("condition.sh", "collect", "eth0", "?"),
                List.of("impair.sh", "inject", "?", "loss", "5"),
                List.of("impair.sh", "inject", "wlan0", "loss", "?"),
                List.of("impair.sh", "inject", "wlan0", "delay", "?"),
                List.of("impair.sh", "heal", "?"),
                List.of("link.sh", "down", "?"),
                List.of("link.sh", "up", "?"),
                List.of("link.sh", "status", "?"),
                List.of("mptcp.sh", "endpoint-add", "?", "wlan0", "2", "subflow"),
                List.of("mptcp.sh", "endpoint-add", "172.31.0.173", "?", "2", "subflow"),
                List.of("mptcp.sh", "endpoint-add", "172.31.0.173", "wlan0", "?", "subflow"),
                List.of("mptcp.sh", "endpoint-add", "172.31.0.173", "wlan0", "2", "?"),
                List.of("mptcp.sh", "endpoint-delete", "?"),
                List.of("mptcp.sh", "limits", "2", "?"),
                List.of("routing.sh", "apply", "?", "172.31.0.173", "172.31.0.0/24", "102", "10102"),
                List.of("routing.sh", "apply", "wlan0", "?", "172.31.0.0/24", "102", "10102"),
                List.of("routing.sh", "apply", "wlan0", "172.31.0.173", "?", "102", "10102"),
                List.of("routing.sh", "remove", "wlan0", "172.31.0.173", "172.31.0.0/24", "?", "10102"),
                List.of("routing.sh", "remove", "wlan0", "172.31.0.173", "172.31.0.0/24", "102", "?"),
                List.of("routing.sh", "arp", "?", "2"),
                List.of("snapshot.sh", "capture", "?"),
                List.of("restore.sh", "run", "?"),
                List.of("restore.sh", "forget", "?"),
                List.of("deadman.sh", "arm", "?", "60"),
                List.of("deadman.sh", "arm", "run-1", "?"),
                List.of("deadman.sh", "status", "?"),
                List.of("experiment.sh", "prepare", "?", "01-mptcp"),
                List.of("experiment.sh", "prepare", "run-1", "?"),
                List.of("experiment.sh", "start", "run-1", "?"),
                List.of("experiment.sh", "status", "?", "01-mptcp"),
                List.of("experiment.sh", "stop", "?", "01-mptcp"),
                List.of("experiment.sh", "remove", "run-1", "?"),
                List.of("experiment.sh", "stop-all", "?"),
                List.of("timeline.sh", "run", "/tmp", "?"),
                List.of("sampler.sh", "run", "?", "wlan0"),
                List.of("sampler.sh", "run", "0.2", "wlan0", "?"),
                List.of("spool.sh", "read", "?", "01-mptcp"),
                List.of("spool.sh", "read", "run-1", "?"),
                List.of("spool.sh", "read", "run-1", "01-mptcp", "?"),
                List.of("spool.sh", "read", "run-1", "01-mptcp", "traffic.jsonl:?"),
                List.of("lock.sh", "acquire", "?", "alice@bench", "apply", "30"),
                List.of("lock.sh", "acquire", "a1", "?", "apply", "30"),
                List.of("lock.sh", "acquire", "a1", "alice@bench", "?", "30"),
                List.of("lock.sh", "acquire", "a1", "alice@bench", "apply", "?"),
                List.of("lock.sh", "renew", "?", "30"),
                List.of("lock.sh", "renew", "a1", "?"),
                List.of("lock.sh", "release", "?"),
                List.of("applied.sh", "push", "?"),
                List.of("applied.sh", "push", "limits", "?"),
                List.of("applied.sh", "drop", "limits", "?", "4"),
                List.of("mptcp.sh", "endpoint-add", "172.31.0.173", "-", "2", "signal", "?"),
                List.of("routing.sh", "rule-remove", "?", "172.31.0.173", "172.31.0.0/24", "102", "10102"),
                List.of("iperf3.sh", "program", "?"),
                List.of("iperf3.sh", "remove", "?"),
                List.of("iperf3.sh", "install", "?", "/tmp/iperf3-3.21.tar.gz", "e3b0"),
                List.of("iperf3.sh", "install", "3.21", "?", "e3b0"),
                List.of("iperf3.sh", "install", "3.21", "/tmp/iperf3-3.21.tar.gz", "?"),
                List.of("build.sh", "status", "?"),
                List.of("build.sh", "stop", "?"),
                List.of("build.sh", "start", "?", "tarball", "/tmp/iperf-3.21.tar.gz", "e3b0"),
                List.of("build.sh", "start", "3.21", "tarball", "?", "e3b0"),
                List.of("build.sh", "start", "3.21", "tarball", "/tmp/iperf-3.21.tar.gz", "?"),
                List.of("build.sh", "start", "3.21", "git", "?", "3.21", "e3b0"),
                List.of("build.sh", "start", "3.21", "git", "/srv/iperf?", "3.21", "e3b0"),
                List.of("build.sh", "start", "3.21", "git", "/srv/iperf", "?", "e3b0"),
                List.of("build.sh", "start", "3.21", "git", "/srv/iperf", "3.21", "?"));
        return bothShells(templates);
    }

    @ParameterizedTest
    @MethodSource("evilCalls")
    void anArgumentThatAShellCouldMisreadIsRefused(Shell shell, List<String> template) {
        ScriptRunner runner = stubbed(shell);
        for (String evil : EVIL) {
            List<String> call = template.stream().map(w -> w.replace("?", evil)).toList();
            ScriptResult result = runner.run(call.get(0), words(call));
            assertThat(result.exitCode()).as("%s", call).isEqualTo(2);
            assertThat(result.stdout()).isEmpty();
            assertThat(result.stderr().lines()).hasSize(1);
            assertThat(result.stderr()).startsWith(call.get(0) + ": ");
        }
        assertThat(runner.calls()).isEmpty();
    }

    private static Stream<Arguments> bothShells(List<List<String>> calls) {
        return Stream.of(Shell.values()).flatMap(shell -> calls.stream().map(call -> Arguments.of(shell, call)));
    }

    private static String[] words(List<String> call) {
        return call.subList(1, call.size()).toArray(String[]::new);
    }

    private ScriptRunner stubbed(Shell shell) {
        ScriptRunner runner = new ScriptRunner(shell, work);
        runner.file("proc/sys/net/mptcp/enabled", "1\n");
        return runner.environment("PILAB_PROC", work.resolve("proc").toString())
                .stub("ip", "exit 9")
                .stub("tc", "exit 9")
                .stub("sysctl", "exit 9");
    }
}
