package io.pilab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.time.TestingTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconnectionTest {
    private final TestingTime time = new TestingTime();
    private final List<String> done = new ArrayList<>();
    private int failingCalls;
    private int failingConnects;

    private final Reconnection.Way way = new Reconnection.Way() {
        @Override
        public String host() {
            return "client";
        }

        @Override
        public void connect() {
            done.add("connect");
            if (failingConnects-- > 0) {
                throw new RemoteException("client", RemoteFailure.UNREACHABLE, "away");
            }
        }

        @Override
        public RuntimeException givenUp(RemoteException last) {
            return new HostException("given up: " + last.getMessage());
        }
    };

    @Test
    void whatSucceedsIsCalledOnce() {
        assertThat(call(Reconnection.PERSISTENT)).isEqualTo("answer");
        assertThat(done).containsExactly("call");
    }

    @Test
    void onceIsAtOnceAndNoMore() {
        failingCalls = 1;
        assertThat(call(Reconnection.ONCE)).isEqualTo("answer");
        assertThat(done).containsExactly("call", "connect", "call");
        assertThat(time.nanoTime()).isZero();

        failingCalls = 2;
        assertThatThrownBy(() -> call(Reconnection.ONCE)).hasMessage("client: lost");
        failingCalls = 1;
        failingConnects = 1;
        assertThatThrownBy(() -> call(Reconnection.ONCE)).hasMessage("given up: client: away");
    }

    @Test
    void whatWillNotPassIsNotRepeated() {
        assertThatThrownBy(() -> Reconnection.PERSISTENT.call(way, time, () -> {
                    throw new RemoteException("client", RemoteFailure.SUDO, "no password");
                }))
                .hasMessage("client: no password");
        assertThat(done).isEmpty();
    }

    @Test
    void thePersistentOneGivesUpAfterAMinute() {
        failingCalls = Integer.MAX_VALUE;
        assertThatThrownBy(() -> call(Reconnection.PERSISTENT)).hasMessage("client: lost");
        assertThat(time.nanoTime())
                .isBetween(
                        Duration.ofSeconds(60).toNanos(), Duration.ofSeconds(61).toNanos());
    }

    @Test
    void thePatientOneConnectsTwentyTimesAfterEachOfFiveLosses() {
        failingCalls = 5;
        failingConnects = 19;
        assertThat(call(Reconnection.PATIENT)).isEqualTo("answer");

        failingCalls = 6;
        assertThatThrownBy(() -> call(Reconnection.PATIENT)).hasMessage("client: lost");
        failingCalls = 1;
        failingConnects = 20;
        assertThatThrownBy(() -> call(Reconnection.PATIENT)).hasMessage("given up: client: away");
    }

    @Test
    void anInterruptEndsTheWaiting() {
        failingCalls = 1;
        time.interruptAt(0);
        assertThatThrownBy(() -> call(Reconnection.PERSISTENT)).hasMessage("client: interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private String call(Reconnection policy) {
        return policy.call(way, time, () -> {
            done.add("call");
            if (failingCalls-- > 0) {
                throw new RemoteException("client", RemoteFailure.CONNECTION_LOST, "lost");
            }
            return "answer";
        });
    }
}
