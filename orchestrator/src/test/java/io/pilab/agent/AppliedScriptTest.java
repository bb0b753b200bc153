package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppliedScriptTest {
    @TempDir
    Path work;

    private ScriptRunner host;

    private Map<String, Object> applied(String words) {
        return host.run("applied.sh", words.split(" ")).answer();
    }

    private List<Object> listed() {
        return host.run("applied.sh", "list").objects().stream()
                .map(o -> o.get("made"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPushedIsListedInOrderAndOnce(Shell shell) {
        host = new ScriptRunner(shell, work);
        assertThat(listed()).isEmpty();
        assertThat(applied("push limits 2 4 2 0")).isEqualTo(Map.of("changed", true));
        assertThat(applied("push endpoint-made 172.31.0.173 - 2 signal,backup 5000"))
                .isEqualTo(Map.of("changed", true));
        assertThat(applied("push limits 2 4 2 0")).isEqualTo(Map.of("changed", false));
        assertThat(listed()).containsExactly("limits 2 4 2 0", "endpoint-made 172.31.0.173 - 2 signal,backup 5000");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDroppedIsGoneAndNothingThatOnlyLooksLikeIt(Shell shell) {
        host = new ScriptRunner(shell, work);
        applied("push limits 2 4 2 0");
        applied("push limits 2 4 2 01");
        assertThat(applied("drop limits 2 4 2")).isEqualTo(Map.of("changed", false));
        assertThat(applied("drop limits 2.4 2 0")).isEqualTo(Map.of("changed", false));
        assertThat(applied("drop limits 2 4 2 0")).isEqualTo(Map.of("changed", true));
        assertThat(listed()).containsExactly("limits 2 4 2 01");
        assertThat(applied("drop limits 2 4 2 01")).isEqualTo(Map.of("changed", true));
        assertThat(listed()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatCanNotBeWrittenIsAFailure(Shell shell) throws Exception {
        host = new ScriptRunner(shell, work);
        applied("push limits 2 4 2 0");
        Files.createDirectory(host.base().resolve("applied/record.new"));

        ScriptResult result = host.run("applied.sh", "drop", "limits", "2", "4", "2", "0");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).contains("applied.sh: ").contains("applied/record cannot be written");
        assertThat(listed()).containsExactly("limits 2 4 2 0");
    }

    /** A disk that was full: the change was not made then. */
    @ParameterizedTest
    @EnumSource
    void halfALineIsNone(Shell shell) throws Exception {
        host = new ScriptRunner(shell, work);
        applied("push limits 2 4 2 0");
        Path record = host.base().resolve("applied/record");
        Files.writeString(record, Files.readString(record) + "arp 1 2");

        assertThat(listed()).containsExactly("limits 2 4 2 0");
        assertThat(applied("drop arp 1 2")).isEqualTo(Map.of("changed", false));
        assertThat(applied("push arp 1 2 0 0")).isEqualTo(Map.of("changed", true));
        assertThat(listed()).containsExactly("limits 2 4 2 0", "arp 1 2 0 0");
    }

    private ScriptResult make(String... lines) {
        return host.runWith(String.join("\n", lines) + "\n", "applied.sh", "make");
    }

    @ParameterizedTest
    @EnumSource
    void aBatchIsDoneInOrder(Shell shell) {
        host = new ScriptRunner(shell, work);
        applied("push arp 1 2 0 0");

        ScriptResult result =
                make("push limits 2 4 2 0", "call lock.sh status", "push route-made eth0 1", "drop arp 1 2 0 0");

        assertThat(result.exitCode()).isZero();
        assertThat(result.objects())
                .containsExactly(
                        Map.of("changed", true),
                        Map.of("held", false),
                        Map.of("changed", true),
                        Map.of("changed", true));
        assertThat(listed()).containsExactly("limits 2 4 2 0", "route-made eth0 1");
    }

    @ParameterizedTest
    @EnumSource
    void aBatchEndsWithTheFirstCallThatFails(Shell shell) {
        host = new ScriptRunner(shell, work);

        ScriptResult result = make("push limits 2 4 2 0", "call lock.sh renew nobody 30", "push arp 1 2 0 0");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.objects()).containsExactly(Map.of("changed", true), Map.of("renewed", false));
        assertThat(result.stderr()).contains("applied.sh: failed with exit code 1: lock.sh renew nobody 30\n");
        assertThat(listed()).containsExactly("limits 2 4 2 0");
    }

    @ParameterizedTest
    @EnumSource
    void aBatchCallsScriptsOfItsFolderOnly(Shell shell) {
        host = new ScriptRunner(shell, work);
        for (String line : List.of(
                "call ../../bin/sh x",
                "call lib/common.sh x",
                "call sh -c id",
                "call none.sh x",
                "eval id",
                "call -x.sh")) {
            ScriptResult result = make(line);

            assertThat(result.exitCode()).as(line).isEqualTo(2);
            assertThat(result.stdout()).isEmpty();
        }
        assertThat(make("push a;b").exitCode()).isEqualTo(2);
        assertThat(make("push *").exitCode()).isEqualTo(2);
        assertThat(listed()).isEmpty();
    }
}
