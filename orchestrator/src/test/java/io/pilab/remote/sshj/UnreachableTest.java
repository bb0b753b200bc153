package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilab.lab.SshTarget;
import io.pilab.remote.Eventually;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every way not to get through, and that nothing is left of the attempt. */
@Timeout(60)
class UnreachableTest {
    @TempDir
    Path directory;

    @BeforeEach
    void key() throws IOException {
        try (EmbeddedServer keys = new EmbeddedServer(directory)) {
            keys.writeKey("id_ecdsa", EmbeddedServer.ecdsa(), "");
        }
    }

    @Test
    void aNameThatDoesNotExist() {
        RemoteException e = failure(remote("no..such..name", 22));
        assertThat(e.kind()).isEqualTo(RemoteFailure.UNREACHABLE);
        assertThat(e)
                .hasMessage(
                        "client: the name 'no..such..name' cannot be resolved; correct 'address' in the lab file, or"
                                + " write the IP address there");
    }

    @Test
    void aPortThatNobodyListensOn() throws IOException {
        int port;
        try (ServerSocket free = listen(1)) {
            port = free.getLocalPort();
        }
        RemoteException e = failure(remote("127.0.0.1", port));
        assertThat(e.kind()).isEqualTo(RemoteFailure.UNREACHABLE);
        assertThat(e)
                .hasMessage(
                        "client: 127.0.0.1 port " + port + " refuses connections: no SSH server listens there; on the"
                                + " host: sudo systemctl enable --now ssh");
        assertThat(e.nothingStarted()).isTrue();
    }

    @Test
    void aHostThatDoesNotAnswer() throws IOException {
        List<Socket> fillers = new ArrayList<>();
        try (ServerSocket full = listen(1)) {
            // a listener whose queue is full drops what else arrives, as a host that is off does
            for (int i = 0; i < 3; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                try {
                    filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()), 100);
                } catch (IOException expected) {
                    break;
                }
            }
            RemoteException e = failure(remote("127.0.0.1", full.getLocalPort()));
            assertThat(e.kind()).isEqualTo(RemoteFailure.UNREACHABLE);
            assertThat(e).hasMessageContaining("no answer from 127.0.0.1 port " + full.getLocalPort() + " within 1 s;");
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void routesThatDoNotExist() {
        Dialer dialer = new Dialer("client", login("10.9.9.9", 22), Duration.ofSeconds(1));
        assertThat(dialer.explain(new NoRouteToHostException("No route to host")))
                .isEqualTo("no route to 10.9.9.9 port 22 (No route to host); see where packets would go: ip route get"
                        + " 10.9.9.9");
        assertThat(dialer.explain(new SocketException("Network is unreachable")))
                .isEqualTo("no route to 10.9.9.9 port 22 (Network is unreachable); see where packets would go: ip route"
                        + " get 10.9.9.9");
    }

    @Test
    void aServerThatSaysNothing() throws IOException {
        try (ServerSocket silent = listen(5)) {
            RemoteException e = failure(remote("127.0.0.1", silent.getLocalPort()));
            assertThat(e.kind()).isEqualTo(RemoteFailure.UNREACHABLE);
            assertThat(e).hasMessageContaining("accepts the connection but is silent for 1 s; is it an SSH server");
        }
    }

    @Test
    void aServerThatHangsUp() throws IOException {
        RemoteException e = answeredWith("");
        assertThat(e.kind()).isEqualTo(RemoteFailure.UNREACHABLE);
        assertThat(e).hasMessageContaining("hangs up before it says who it is: too many connections (MaxStartups)");
    }

    @Test
    void aServerThatDripsHasNoMoreTimeThanOneThatIsSilent() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ServerSocket server = listen(5)) {
            Thread dripping = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    while (!over.get()) {
                        socket.getOutputStream().write("Welcome\r\n".getBytes(StandardCharsets.US_ASCII));
                        Thread.sleep(100);
                    }
                } catch (IOException | InterruptedException e) {
                    over.set(true); // it was hung up on
                }
            });
            dripping.start();
            long begin = System.nanoTime();
            RemoteException e = failure(remote("127.0.0.1", server.getLocalPort()));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(e.kind()).isEqualTo(RemoteFailure.UNREACHABLE);
            assertThat(e).hasMessageContaining("accepts the connection but is too slow, with 1 s;");
            over.set(true);
            dripping.join();
        }
    }

    @Test
    void aServerThatTalksWithoutEndBeforeItIdentifiesItself() throws IOException {
        for (String text : List.of("x".repeat(100_000), "Welcome\r\n".repeat(10_000))) {
            RemoteException e = answeredWith(text);
            assertThat(e.kind()).isEqualTo(RemoteFailure.REFUSED);
            assertThat(e).hasMessageContaining("no SSH 2 server answers at 127.0.0.1 port ");
            assertThat(e.getMessage()).hasSizeLessThan(300);
        }
    }

    @Test
    void aServerThatHasBannedUs() throws IOException {
        RemoteException e = answeredWith("Not allowed at this time\r\n");
        assertThat(e.kind()).isEqualTo(RemoteFailure.REFUSED);
        assertThat(e.passing()).isFalse();
        assertThat(e)
                .hasMessageContaining("refuses this machine for a while: Not allowed at this time (OpenSSH's"
                        + " PerSourcePenalties, after failed logins). Wait some minutes");
        assertThat(answeredWith("Exceeded MaxStartups\r\n"))
                .hasMessageContaining(
                        "too many connections (MaxStartups), or we are banned (fail2ban); it says: Exceeded");
    }

    @Test
    void aServerThatSpeaksSomethingElse() throws IOException {
        RemoteException e = answeredWith("SSH-1.5-old\r\n");
        assertThat(e.kind()).isEqualTo(RemoteFailure.REFUSED);
        assertThat(e)
                .hasMessageContaining("no SSH 2 server answers at 127.0.0.1 port ")
                .hasMessageContaining("SSH-1.5-old");
    }

    @Test
    void anInterruptEndsTheAttemptAtOnce() throws Exception {
        try (ServerSocket silent = listen(5)) {
            AtomicReference<RemoteException> seen = new AtomicReference<>();
            SshRemote remote = new SshRemote("client", target("127.0.0.1", silent.getLocalPort()), settings(20));
            Thread waiting = new Thread(() -> seen.set(failure(remote)));
            waiting.start();
            silent.accept().getInputStream().read();
            long begin = System.nanoTime();
            waiting.interrupt();
            waiting.join(15_000);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            assertThat(seen.get().kind()).isEqualTo(RemoteFailure.INTERRUPTED);
            nothingIsLeft();
        }
    }

    @Test
    void closingEndsAnotherThreadsAttempt() throws Exception {
        try (ServerSocket silent = listen(5)) {
            AtomicReference<RemoteException> seen = new AtomicReference<>();
            SshRemote remote = new SshRemote("client", target("127.0.0.1", silent.getLocalPort()), settings(20));
            Thread waiting = new Thread(() -> seen.set(failure(remote)));
            waiting.start();
            silent.accept().getInputStream().read();
            remote.close();
            waiting.join(15_000);
            assertThat(seen.get()).isNotNull();
            nothingIsLeft();
        }
    }

    private RemoteException answeredWith(String greeting) throws IOException {
        try (ServerSocket server = listen(5)) {
            Thread answering = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read(new byte[100]);
                } catch (SocketException e) {
                    return; // it was hung up on
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            answering.start();
            return failure(new SshRemote("client", target("127.0.0.1", server.getLocalPort()), settings(20)));
        }
    }

    private RemoteException failure(SshRemote remote) {
        RemoteException e = catchThrowableOfType(RemoteException.class, remote::connect);
        nothingIsLeft();
        return e;
    }

    private static void nothingIsLeft() {
        Eventually.eventually(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("pilab-ssh-")
                                || thread.getName().startsWith("sshj-")));
    }

    private SshRemote remote(String address, int port) {
        return new SshRemote("client", target(address, port), settings(1));
    }

    private SshSettings settings(int seconds) {
        return new SshSettings(
                Duration.ofSeconds(seconds), Duration.ofSeconds(2), 3, directory, file -> Optional.empty());
    }

    private static SshTarget target(String address, int port) {
        return new SshTarget(address, port, "pi", Optional.empty(), Optional.empty());
    }

    private static ServerSocket listen(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    private static ResolvedTarget login(String address, int port) {
        return new ResolvedTarget(
                address,
                port,
                "pi",
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                List.of(Path.of("known_hosts")),
                Optional.empty(),
                List.of(),
                false);
    }
}
