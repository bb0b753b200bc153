package io.pilab.iperf3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void aFileComesWholeAndItsProgressIsToldInBytes() {
        String text = "x".repeat(600_000);
        try (TestingTarball server = TestingTarball.of(text)) {
            fetch(server.base().resolve("iperf.tar.gz"), Duration.ofSeconds(20));
            assertThat(target()).hasContent(text);
            assertThat(server.asked()).containsExactly("/pub/iperf/iperf.tar.gz");
            assertThat(said).hasSize(2).allMatch(line -> line.matches("downloaded [0-9]{6} of 600000 bytes"));
        }
    }

    @Test
    void whatIsNotThereIsToldWithTheAnswer() {
        try (TestingTarball server = TestingTarball.answering(404)) {
            assertRefused(server.base(), "the server answers 404");
        }
    }

    @Test
    void aRedirectWithinTheHostIsFollowed() {
        try (TestingTarball server = new TestingTarball(exchange -> {
            boolean old = exchange.getRequestURI().getPath().endsWith("/old");
            exchange.getResponseHeaders().add("Location", "new");
            exchange.sendResponseHeaders(old ? 302 : 200, old ? -1 : 2);
            if (!old) {
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
        })) {
            fetch(server.base().resolve("old"), Duration.ofSeconds(20));
            assertThat(target()).hasContent("ok");
            assertThat(server.asked()).containsExactly("/pub/iperf/old", "/pub/iperf/new");
        }
    }

    @Test
    void aRedirectToAnotherPlaceIsNot() {
        try (TestingTarball other = TestingTarball.of("evil");
                TestingTarball server = new TestingTarball(exchange -> {
                    exchange.getResponseHeaders().add("Location", other.base().toString());
                    exchange.sendResponseHeaders(301, -1);
                })) {
            assertRefused(
                    server.base(),
                    "the server redirects to another place, " + other.base() + ", which is not followed");
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void redirectsThatNeverEndAreLeft() {
        try (TestingTarball server = new TestingTarball(exchange -> {
            exchange.getResponseHeaders().add("Location", "again");
            exchange.sendResponseHeaders(302, -1);
        })) {
            assertRefused(server.base(), "more than 5 redirects");
        }
    }

    @Test
    void aServerThatFallsAsleepIsLeft() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestingTarball server = new TestingTarball(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitEnd(end);
        })) {
            assertThatThrownBy(() -> fetch(server.base(), Duration.ofSeconds(1)))
                    .hasMessage("not done within 1 s");
            end.countDown();
        }
    }

    @Test
    void aConnectionThatBreaksOffIsTold() {
        try (TestingTarball server = new TestingTarball(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('x');
            throw new IOException("gone");
        })) {
            assertThatThrownBy(() -> fetch(server.base(), Duration.ofSeconds(20)))
                    .isInstanceOf(DownloadException.class)
                    .hasMessageStartingWith("broken off: ");
        }
    }

    @Test
    void nobodyThere() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertRefused(URI.create("http://127.0.0.1:" + port + "/"), "no connection to 127.0.0.1");
    }

    @Test
    void aServerThatCanNotProveWhoItIsIsNotTrusted() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread plain = new Thread(() -> {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                    client.getOutputStream().flush();
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            plain.start();
            assertThatThrownBy(() -> fetch(
                            URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"), Duration.ofSeconds(20)))
                    .isInstanceOf(DownloadException.class)
                    // The JDK's client overlooks such an answer now and then, until its time is over.
                    .hasMessageMatching("(?s)no (safe connection to 127.0.0.1: .*|connection to 127.0.0.1 within 5 s)");
            plain.join();
        }
    }

    @Test
    void anInterruptEndsIt() {
        CountDownLatch end = new CountDownLatch(1);
        Thread reader = Thread.currentThread();
        try (TestingTarball server = new TestingTarball(exchange -> {
            reader.interrupt();
            awaitEnd(end);
        })) {
            assertRefused(server.base(), "interrupted");
            assertThat(Thread.interrupted()).isTrue();
            end.countDown();
        }
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertRefused(URI address, String message) {
        assertThatThrownBy(() -> fetch(address, Duration.ofSeconds(20)))
                .isInstanceOf(DownloadException.class)
                .hasMessage(message);
    }

    private void fetch(URI address, Duration limit) {
        new Download(Duration.ofSeconds(5), limit).fetch(address, target(), said::add);
    }

    private Path target() {
        return folder.resolve("file");
    }
}
