package io.pilab.remote;

import static io.pilab.remote.TestingRemote.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.time.TestingTime;
import io.pilab.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RetryingRemoteTest {
    /** Attempts at 0, 1 and 3 s. */
    private static final Backoff THREE =
            new Backoff(Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(10));

    private final TestingRemote host = new TestingRemote("client");
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private long now;
    private final Remote remote = remote(new Time() {
        @Override
        public void sleep(Duration time) {
            pauses.add(time);
            now += time.toNanos();
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }
    });

    private Remote remote(Time time) {
        return new RetryingRemote(host, "pi@10.0.0.1", THREE, time, (where, what) -> {
            said.add(where + ": " + what);
            return () -> said.add("-");
        });
    }

    @Test
    void connectsAgainWhileTheHostIsUnreachable() {
        host.failConnect(failure(RemoteFailure.UNREACHABLE), failure(RemoteFailure.CONNECTION_LOST));
        remote.connect();
        assertThat(host.verbs()).containsExactly("connect", "connect", "connect");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        RemoteException last = failure(RemoteFailure.UNREACHABLE);
        host.failConnect(failure(RemoteFailure.UNREACHABLE), failure(RemoteFailure.UNREACHABLE), last);
        assertThatThrownBy(remote::connect).isSameAs(last);
        assertThat(host.verbs()).hasSize(3);
    }

    @Test
    void doesNotRepeatWhatWillNotPass() {
        for (RemoteFailure kind :
                List.of(RemoteFailure.HOST_KEY_CHANGED, RemoteFailure.HOST_KEY_UNKNOWN, RemoteFailure.REFUSED)) {
            host.failConnect(failure(kind));
            assertThatThrownBy(remote::connect).hasMessage("client: " + kind);
        }
        assertThat(host.verbs()).hasSize(3);
        assertThat(pauses).isEmpty();
    }

    @Test
    void anAttemptThatTookTheTimeIsTheLast() {
        Remote slow = remote(new Time() {
            @Override
            public void sleep(Duration time) {
                pauses.add(time);
            }

            @Override
            public long nanoTime() {
                now += Duration.ofSeconds(6).toNanos();
                return now;
            }

            @Override
            public Instant instant() {
                return Instant.EPOCH;
            }
        });
        host.failConnect(failure(RemoteFailure.UNREACHABLE));
        assertThatThrownBy(slow::connect).hasMessage("client: UNREACHABLE");
        assertThat(pauses).isEmpty();
        assertThat(host.verbs()).containsExactly("connect");
    }

    @Test
    void aRefusedLoginIsNotTriedAgainForAWhile() {
        RemoteException refused = failure(RemoteFailure.AUTHENTICATION);
        host.failConnect(refused);
        assertThatThrownBy(remote::connect).isSameAs(refused);
        now += RetryingRemote.AFTER_REFUSAL.toNanos() - 1;
        assertThatThrownBy(remote::connect).isSameAs(refused);
        assertThat(host.verbs()).containsExactly("connect");
        now += 1;
        remote.connect();
        assertThat(host.verbs()).containsExactly("connect", "connect");
    }

    @Test
    void saysWhatItTriesAndThatItTriesAgain() {
        host.failConnect(new RemoteException(
                "client", RemoteFailure.UNREACHABLE, "no route to 10.0.0.1 port 22; see: ip route"));
        remote.connect();
        assertThat(said)
                .containsExactly(
                        "client: connecting to pi@10.0.0.1",
                        "-",
                        "client: no route to 10.0.0.1 port 22; trying again",
                        "-",
                        "client: connecting to pi@10.0.0.1, attempt 2 (no route to 10.0.0.1 port 22)",
                        "-");
    }

    @Test
    void repeatsACommandThatDidNotStart() {
        host.answer(words("ip"), failOnce(failure(RemoteFailure.CONNECTION_LOST).beforeStart()));
        assertThat(remote.exec(RemoteCommand.of("ip", "link")).text()).isEqualTo("done");
        assertThat(host.verbs()).containsExactly("exec ip link", "connect", "exec ip link");
    }

    @Test
    void neverRepeatsACommandThatMayHaveRun() {
        host.answer(words("ip"), failOnce(failure(RemoteFailure.CONNECTION_LOST)));
        assertThatThrownBy(() -> remote.exec(RemoteCommand.of("ip", "link"))).hasMessage("client: CONNECTION_LOST");
        host.answer(words("tc"), failOnce(failure(RemoteFailure.TIMEOUT).beforeStart()));
        assertThatThrownBy(() -> remote.exec(RemoteCommand.of("tc"))).hasMessage("client: TIMEOUT");
        assertThat(host.verbs()).containsExactly("exec ip link", "exec tc");
    }

    @Test
    void anInterruptedPauseIsSaid() {
        Remote interrupted = remote(new TestingTime().interruptAt(0));
        host.failConnect(failure(RemoteFailure.UNREACHABLE));
        assertThatThrownBy(interrupted::connect)
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.kind()).isEqualTo(RemoteFailure.INTERRUPTED))
                .hasMessage("client: interrupted while waiting to connect again");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        Backoff usual = Backoff.usual();
        assertThat(List.of(usual.after(1), usual.after(2), usual.after(3), usual.after(4), usual.after(9)))
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1000L, 2000L, 4000L, 4000L);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(-1), Duration.ZERO, Duration.ZERO))
                .hasMessage("total PT-1S is negative");
    }

    private static Function<RemoteCommand, CommandResult> failOnce(RemoteException failure) {
        AtomicInteger calls = new AtomicInteger();
        return command -> {
            if (calls.getAndIncrement() == 0) {
                throw failure;
            }
            return TestingRemote.result(0, "done", "");
        };
    }

    private static RemoteException failure(RemoteFailure kind) {
        return new RemoteException("client", kind, kind.toString());
    }
}
