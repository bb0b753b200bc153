package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lock of a host, by its own clock. */
class LockScriptTest {
    private static final String SINCE = "2026-11-22T06:03:34Z";

    @TempDir
    Path work;

    private ScriptRunner host;

    private void host(Shell shell) {
        host = new ScriptRunner(shell, work)
                .environment("PILAB_PROC", work.resolve("proc").toString())
                .stub("date", "echo " + SINCE);
        uptime(1000);
    }

    private void uptime(int seconds) {
        host.file("proc/uptime", seconds + ".37 2000.00\n");
    }

    private ScriptResult lock(String words) {
        return host.run("lock.sh", words.split(" "));
    }

    private static Map<String, Object> alice(String name, boolean value, int left) {
        return Map.of(name, value, "owner", "alice@bench", "run", "run:demo", "since", SINCE, "expires_in", left);
    }

    /** Whoever can open the folder can hold it, and keep everybody out. */
    @ParameterizedTest
    @EnumSource
    void onlyRootCanOpenTheFolderThatIsLocked(Shell shell) throws IOException {
        host(shell);
        Path folder = Files.createDirectories(work.resolve("base/lock")); // as earlier versions made it
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        lock("acquire a1 alice@bench run:demo 30").answer();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx--x--x");
    }

    @ParameterizedTest
    @EnumSource
    void aHolderThatLastsLongerThanAnyoneMayAskForIsNone(Shell shell) {
        host(shell);
        for (String expires : List.of("2000000000", "99999999999999999999", "soon", "0x7fffffff")) {
            host.file("base/lock/holder", "b2 " + expires + " " + SINCE + " bob@desk apply\n");
            assertThat(lock("status").answer()).as(expires).isEqualTo(Map.of("held", false));
        }
        assertThat(lock("acquire a1 alice@bench run:demo 30").answer()).isEqualTo(alice("acquired", true, 30));
    }

    @ParameterizedTest
    @EnumSource
    void theFirstHasItAndTheSecondIsToldWho(Shell shell) {
        host(shell);
        assertThat(lock("acquire a1 alice@bench run:demo 30").answer()).isEqualTo(alice("acquired", true, 30));
        uptime(1007);

        ScriptResult second = lock("acquire b2 bob@desk apply 30");

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.objects()).containsExactly(alice("acquired", false, 23));
        assertThat(lock("status").answer()).isEqualTo(alice("held", true, 23));
        assertThat(lock("acquire a1 alice@bench run:demo 30").answer()).isEqualTo(alice("acquired", true, 30));
    }

    @ParameterizedTest
    @EnumSource
    void renewingMakesItLast(Shell shell) {
        host(shell);
        lock("acquire a1 alice@bench run:demo 30");
        uptime(1029);
        assertThat(lock("renew a1 30").answer()).isEqualTo(alice("renewed", true, 30));
        uptime(1050);
        assertThat(lock("acquire b2 bob@desk apply 30").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredOneIsTakenOverAndItsOldOwnerIsToldSo(Shell shell) {
        host(shell);
        lock("acquire a1 alice@bench run:demo 30");
        uptime(1030);
        assertThat(lock("status").answer()).isEqualTo(Map.of("held", false));
        assertThat(lock("acquire b2 bob@desk apply 30").answer()).containsEntry("owner", "bob@desk");

        ScriptResult renewed = lock("renew a1 30");

        assertThat(renewed.exitCode()).isEqualTo(1);
        assertThat(renewed.objects().get(0)).containsEntry("renewed", false).containsEntry("owner", "bob@desk");
        assertThat(lock("release a1").answer()).isEqualTo(Map.of("changed", false));
        assertThat(lock("status").answer()).containsEntry("owner", "bob@desk");
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredOneThatNobodyTookIsRenewed(Shell shell) {
        host(shell);
        lock("acquire a1 alice@bench run:demo 30");
        uptime(1100);
        assertThat(lock("renew a1 30").answer()).isEqualTo(alice("renewed", true, 30));
    }

    @ParameterizedTest
    @EnumSource
    void itCanBeStolenButNotByChance(Shell shell) {
        host(shell);
        lock("acquire a1 alice@bench run:demo 30");
        assertThat(lock("acquire b2 bob@desk restore 30 steal").answer())
                .containsEntry("acquired", true)
                .containsEntry("owner", "bob@desk");
        assertThat(lock("renew a1 30").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aReleasedOneIsFreeAndSoIsThatOfBeforeAReboot(Shell shell) throws IOException {
        host(shell);
        lock("acquire a1 alice@bench run:demo 30");
        assertThat(lock("release a1").answer()).isEqualTo(Map.of("changed", true));
        assertThat(lock("release a1").answer()).isEqualTo(Map.of("changed", false));
        assertThat(lock("acquire b2 bob@desk apply 30").exitCode()).isZero();

        Files.delete(host.base().resolve("lock/holder"));

        ScriptResult renewed = lock("renew b2 30");
        assertThat(renewed.exitCode()).isEqualTo(1);
        assertThat(renewed.objects()).containsExactly(Map.of("renewed", false));
    }

    @ParameterizedTest
    @EnumSource
    void ofManyAtOnceOneHasIt(Shell shell) throws Exception {
        host(shell);
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(host.start(
                    host.words("lock.sh", "acquire", "t" + i, "o" + i, "apply", "30"),
                    Path.of("/dev/null"),
                    work.resolve("out" + i),
                    work.resolve("err" + i)));
        }
        int winners = 0;
        for (Process process : all) {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            winners += process.exitValue() == 0 ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
    }
}
