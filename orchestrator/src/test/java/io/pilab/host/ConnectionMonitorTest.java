package io.pilab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.remote.RemoteException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionMonitorTest {
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @Test
    void aHostThatAnswersIsNoNews() {
        ConnectionMonitor contact = new ConnectionMonitor("client", said::add, Duration.ofMinutes(1));
        assertThat(contact.ask(() -> 1)).isEqualTo(1);
        assertThat(said).isEmpty();
    }

    @Test
    void aHostThatDoesNotAnswerIsToldWhileWeWaitAndOnce() throws InterruptedException {
        ConnectionMonitor contact = new ConnectionMonitor("client", said::add, Duration.ofMillis(1));
        String heard = contact.ask(this::nextWord);
        assertThat(heard).isEqualTo("client: connection lost; the trial continues on the host; reconnecting");
        assertThat(nextWord()).matches("client: reconnected after \\d+\\.\\d s; reading what it wrote meanwhile");
    }

    @Test
    void aLostConnectionIsToldAtOnceAndOnce() throws InterruptedException {
        ConnectionMonitor contact = new ConnectionMonitor("client", said::add, Duration.ofMinutes(1));
        RemoteException cut = new RemoteException("client", RemoteException.RemoteFailure.CONNECTION_LOST, "cut");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> contact.ask(() -> {
                        throw cut;
                    }))
                    .isSameAs(cut);
        }
        assertThat(said).hasSize(1);
        contact.ask(() -> 1);
        assertThat(said).hasSize(2);
    }

    private String nextWord() {
        try {
            String word = said.poll(30, TimeUnit.SECONDS);
            return word == null ? "nothing" : word;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
