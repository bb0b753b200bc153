package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code probe.sh} with tools that can some of it. */
class ProbeScriptTest {
    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        return new ScriptRunner(shell, work)
                .stub("readlink", "echo 'net:[1]'")
                .stub("ip", "")
                .stub("ss", "echo 'ss: unrecognized option: M' >&2; exit 1")
                .stub("timeout", "exit 124")
                .stub("tc", "case $* in *netem*) echo 'Error: Specified qdisc kind is unknown.' >&2; exit 2 ;; esac")
                .stub("nft", "exit 3")
                .stub("nmcli", "");
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotWorkIsToldInTheToolsOwnWords(Shell shell) {
        ScriptRunner host = host(shell);

        ScriptResult result = host.run("probe.sh", "inside", "net:[0]");

        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout())
                .isEqualTo("{\"endpoint\":null,\"limits\":null,\"monitor\":null,"
                        + "\"sockets\":\"ss: unrecognized option: M\",\"sources\":null,"
                        + "\"netem\":\"Error: Specified qdisc kind is unknown.\",\"tbf\":null,"
                        + "\"nft\":\"nft failed and said nothing\",\"wifi\":null,"
                        + "\"switch\":\"the lab file gives none for the interface\"}\n");
        assertThat(host.calls())
                .contains(
                        "timeout 0.3 ip mptcp monitor",
                        "tc qdisc replace dev lo root netem delay 1ms",
                        "ip -4 rule add from 127.0.0.1 lookup 4000 pref 4000");
    }

    @ParameterizedTest
    @EnumSource
    void aMonitorThatEndsByItselfDoesNotWork(Shell shell) {
        ScriptResult result = host(shell)
                .stub("timeout", "echo 'Object \"monitor\" is unknown, try \"ip mptcp help\".' >&2; exit 255")
                .run("probe.sh", "inside", "net:[0]");

        assertThat(result.answer()).containsEntry("monitor", "Object \"monitor\" is unknown, try \"ip mptcp help\".");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsTriedInTheHostsOwnNamespace(Shell shell) {
        ScriptRunner host = host(shell);

        ScriptResult result = host.run("probe.sh", "inside", "net:[1]");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr()).contains("this is the host's own network namespace");
        assertThat(host.calls()).allMatch(c -> c.startsWith("readlink "));
    }

    @ParameterizedTest
    @EnumSource
    void aHostThatMakesNoNamespacesIsNotSupported(Shell shell) {
        ScriptRunner host = host(shell).stub("unshare", "echo 'unshare: Operation not permitted' >&2; exit 1");

        ScriptResult result = host.run("probe.sh", "abilities");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.stderr()).contains("no network namespace can be made");
        assertThat(host.calls()).isEqualTo(List.of("unshare -n true"));
    }
}
