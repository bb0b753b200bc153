package io.pilab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteException;
import io.pilab.remote.TestingRemote;
import io.pilab.time.TestingTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostLockTest {
    private final TestingTime time = new TestingTime();
    private final TestingLockHost host = new TestingLockHost("client", time);
    private final HostLock alice = host.lock("alice@bench", "run:demo");
    private final HostLock bob = host.lock("bob@desk", "apply");
    private final List<String> told = new ArrayList<>();

    private void pass(int seconds) {
        try {
            time.sleep(Duration.ofSeconds(seconds));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theSecondIsToldWhoHasItSinceWhenForHowLongAndWhatToDo() {
        alice.acquire(false);
        pass(7);

        assertThatThrownBy(() -> bob.acquire(false))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.kind()).isEqualTo(HostException.HostFailure.IN_USE))
                .hasMessage("client: alice@bench holds it (run:demo) since 2026-11-22T06:03:34Z; expires in 23 s unless"
                        + " renewed.\n  Wait for its end, or take the host over with --steal.");
        bob.release();
        assertThat(host.holder()).isEqualTo("alice@bench run:demo");
    }

    @Test
    void whetherItIsStillOursIsAskedBeforeATrialIsBelieved() {
        alice.acquire(false);
        alice.confirm();
        bob.acquire(true);
        assertThatCode(alice::demand).as("it was renewed a moment ago").doesNotThrowAnyException();
        assertThatThrownBy(alice::confirm)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("lock lost; now held by bob@desk (apply)");
    }

    @Test
    void itLastsWhileItIsRenewedAndNoLonger() {
        alice.acquire(false);
        for (int i = 0; i < 5; i++) {
            pass(20);
            alice.renew(told::add);
            assertThatThrownBy(() -> bob.acquire(false)).hasMessageContaining("expires in 30 s");
        }
        pass(30);
        bob.acquire(false);
        assertThat(host.holder()).isEqualTo("bob@desk apply");
        assertThat(told).isEmpty();
    }

    @Test
    void whoeverWasStolenFromIsToldAndChangesNothingMore() {
        alice.acquire(false);
        bob.acquire(true);

        alice.renew(told::add);

        String lost = "client: lock lost; now held by bob@desk (apply) since 2026-11-22T06:03:34Z.\n"
                + "  Nothing more is changed on it.";
        assertThat(told).containsExactly(lost);
        assertThatThrownBy(alice::demand)
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.kind()).isEqualTo(HostException.HostFailure.FAILED))
                .hasMessage(lost);
        alice.release();
        assertThat(host.holder()).isEqualTo("bob@desk apply");
        assertThatCode(bob::demand).doesNotThrowAnyException();
    }

    @Test
    void aChangeLongAfterTheLastRenewalAsksFirst() {
        alice.acquire(false);
        pass(31);
        bob.acquire(false);
        assertThatThrownBy(alice::demand).hasMessageContaining("now held by bob@desk");

        pass(31);
        assertThatCode(bob::demand).doesNotThrowAnyException();
        assertThat(host.holder()).isEqualTo("bob@desk apply");
    }

    @Test
    void aChangeAfterThisMachineWasSuspendedAsksFirst() {
        alice.acquire(false);
        time.suspend(Duration.ofSeconds(31));
        bob.acquire(true);

        assertThatThrownBy(alice::demand).hasMessageContaining("now held by bob@desk");
    }

    @Test
    void whatNobodyHoldsAnyMoreIsTakenOnceMore() {
        alice.acquire(false);
        host.restarts();
        alice.renew(told::add);
        assertThat(host.holder()).isEqualTo("alice@bench run:demo");

        bob.acquire(true);
        bob.release();
        alice.renew(told::add);
        assertThat(host.holder()).isEqualTo("alice@bench run:demo");
        assertThat(told).isEmpty();
        assertThatCode(alice::demand).doesNotThrowAnyException();
    }

    /** It could do nothing there, and whoever is at work would have lost the host. */
    @Test
    void aHostWhereARunIsCapturedIsNotStolenButByWhatTakesThatRunUp() {
        alice.acquire(false);
        host.remote()
                .answer(
                        w -> w.contains("list"),
                        "{\"run\":\"r-01-mptcp\",\"captured\":\"2026-11-22T06:03:34Z\",\"restored\":false}\n");
        LockOwner owner = new LockOwner("bob@desk", "run:demo");
        try (HostLocks locks = new HostLocks(owner, true, time, told::add)) {
            String why =
                    "client: r-01-mptcp has been running on it since 2026-11-22T06:03:34Z, or was cut off. Wait for its"
                            + " end, or restore the host with: pilab restore client";
            assertThatThrownBy(() -> locks.take(host.session())).hasMessage(why);
            assertThatThrownBy(() -> locks.takeAll(List.of(host.session())))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.kind()).isEqualTo(HostException.HostFailure.IN_USE))
                    .hasMessageContaining(why);
            assertThat(host.holder()).isEqualTo("alice@bench run:demo");

            locks.takeUp(List.of(host.session()), "r-01-mptcp");
            assertThat(host.holder()).isEqualTo("bob@desk run:demo");
        }
    }

    @Test
    void whatALostProcessHeldIsTakenAtOnceByItsToken() {
        alice.acquire(false);
        String token = host.token();
        try (HostLocks locks =
                new HostLocks(new LockOwner("alice@bench", "resume:demo", token), false, time, told::add)) {
            locks.takeUp(List.of(host.session()), "r-01-mptcp");
            assertThat(host.holder()).isEqualTo("alice@bench resume:demo");
            assertThat(told).isEmpty();
        }
    }

    @Test
    void aRenewalThatFailsIsToldOnceAndTriedAgain() {
        alice.acquire(false);
        TestingRemote remote = host.remote();
        remote.answer(w -> w.contains("renew"), c -> {
            throw new RemoteException("client", RemoteException.RemoteFailure.CONNECTION_LOST, "the server hung up");
        });
        pass(10);
        alice.renew(told::add);
        pass(10);
        alice.renew(told::add);

        assertThat(told)
                .containsExactly("client: its lock could not be renewed and expires in 20 s unless it can: client: the"
                        + " server hung up");
        assertThat(remote.verbs()).contains("connect");
        assertThatCode(alice::demand).doesNotThrowAnyException();
    }

    @Test
    void outlivingWaitsForALockThatNobodyRenews() {
        alice.acquire(false);
        pass(5);

        bob.outlive(told::add);

        assertThat(host.holder()).isEqualTo("bob@desk apply");
        assertThat(Duration.ofNanos(time.nanoTime())).isEqualTo(Duration.ofSeconds(30));
        assertThat(told)
                .containsExactly("client: alice@bench holds it (run:demo) since 2026-11-22T06:03:34Z; waiting for 25 s,"
                        + " in case nobody is there to renew it");
    }

    @Test
    void outlivingRefusesOnceTheLockIsRenewed() {
        alice.acquire(false);
        pass(5);
        host.remote().answer(w -> w.contains("acquire"), c -> {
            if (time.nanoTime() >= Duration.ofSeconds(12).toNanos()) {
                alice.renew(told::add);
            }
            return host.answerTo(c);
        });

        assertThatThrownBy(() -> bob.outlive(told::add)).hasMessageContaining("expires in 30 s unless renewed");

        assertThat(Duration.ofNanos(time.nanoTime())).isEqualTo(Duration.ofSeconds(12));
        assertThat(host.holder()).isEqualTo("alice@bench run:demo");
    }

    /** A broken host: nobody renews the lock, and it does not expire. */
    @Test
    void outlivingEndsAlsoWhereALockNeverExpires() {
        host.remote().answer(w -> w.contains("acquire"), c -> held(5));

        assertThatThrownBy(() -> bob.outlive(told::add))
                .hasMessage("client: eve@pi holds it (run:demo) since 2026-11-22T06:03:34Z; expires in 5 s unless"
                        + " renewed.\n  Wait for its end, or take the host over with --steal.");
        assertThat(Duration.ofNanos(time.nanoTime())).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(42));
        assertThat(told).hasSize(1);
    }

    @Test
    void outlivingDoesNotEvenBeginWhereALockLastsForYears() {
        host.remote().answer(w -> w.contains("acquire"), c -> held(5_000_000_000L));

        assertThatThrownBy(() -> bob.outlive(told::add))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.kind()).isEqualTo(HostException.HostFailure.IN_USE))
                .hasMessage("client: eve@pi holds it (run:demo) since 2026-11-22T06:03:34Z; it says that it expires in"
                        + " 5000000000 s, and no lock of pilab's lasts that long.\n"
                        + "  If nobody works on it, take the host over with --steal.");
        assertThat(time.nanoTime()).isZero();
        assertThat(told).isEmpty();
    }

    private static CommandResult held(long seconds) {
        return TestingRemote.result(
                1,
                "{\"acquired\":false,\"owner\":\"eve@pi\",\"run\":\"run:demo\",\"since\":\"2026-11-22T06:03:34Z\","
                        + "\"expires_in\":" + seconds + "}",
                "");
    }

    @Test
    void ofSeveralHostsAllAreTakenOrNone() {
        TestingLockHost server = new TestingLockHost("server", time);
        server.lock("carol@lab", "apply").acquire(false);
        LockOwner owner = new LockOwner("bob@desk", "run:demo");
        try (HostLocks locks = new HostLocks(owner, false, time, told::add)) {
            assertThatThrownBy(() -> locks.takeAll(List.of(host.session(), server.session())))
                    .isInstanceOf(HostException.class)
                    .hasMessageStartingWith("in use, no host was touched:\n  server: carol@lab holds it (apply)");
            assertThat(host.holder()).isEmpty();
        }
        assertThat(server.holder()).isEqualTo("carol@lab apply");
        assertThat(told).isEmpty();
    }

    @Test
    void closingReleasesAlsoAfterCtrlC() {
        HostLocks locks = new HostLocks(new LockOwner("bob@desk", "run:demo"), false, time, told::add);
        locks.takeAll(List.of(host.session()));
        assertThat(host.holder()).isEqualTo("bob@desk run:demo");

        Thread.currentThread().interrupt();
        locks.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(host.holder()).isEmpty();
    }

    @Test
    void aHostThatIsLostAgainWhileItsLockIsTakenOnceMoreIsStillOurs() {
        HostLock lock = host.lock("alice@desk", "a");
        lock.acquire(false);
        host.restarts();
        boolean[] away = {true};
        host.remote().answer(w -> w.contains("acquire"), c -> {
            if (away[0]) {
                throw new RemoteException("client", RemoteException.RemoteFailure.UNREACHABLE, "no answer")
                        .beforeStart();
            }
            return host.answerTo(c);
        });

        assertThatThrownBy(() -> lock.again(() -> {})).hasMessageContaining("no answer");
        away[0] = false;
        lock.again(() -> {});

        assertThat(host.holder()).isEqualTo("alice@desk a");
    }

    @Test
    void anOwnerIsWrittenInWordsThatTheHostTakes() {
        LockOwner owner = new LockOwner("jörg müller@bench", "-run:" + "x".repeat(200));

        assertThat(owner.owner()).isEqualTo("j-rg-m-ller@bench");
        assertThat(owner.run()).startsWith("x-run:x").hasSize(100);
    }
}
