package io.pilab.remote.sshj;

import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** Opens the TCP connection. Tries every address of a name within one time limit, and gives a cure for each failure. */
final class Dialer {
    private final String host;
    private final ResolvedTarget login;
    private final Duration timeout;

    Dialer(String host, ResolvedTarget login, Duration timeout) {
        this.host = host;
        this.login = login;
        this.timeout = timeout;
    }

    /** A connected socket. Each socket is shown before it is tried, so that another thread can close it to end the attempt. */
    Socket dial(Consumer<Socket> opened) {
        IOException last = new UnknownHostException(login.address());
        try {
            InetAddress[] addresses = InetAddress.getAllByName(login.address());
            for (InetAddress address : addresses) {
                Socket socket = new Socket();
                opened.accept(socket);
                try {
                    // Nagle's algorithm together with delayed acknowledgements costs 40 ms on every command
                    socket.setTcpNoDelay(true);
                    socket.connect(
                            new InetSocketAddress(address, login.port()), (int) timeout.toMillis() / addresses.length);
                    return socket;
                } catch (IOException e) {
                    socket.close();
                    last = e;
                }
            }
        } catch (IOException e) {
            last = e;
        }
        throw new RemoteException(host, RemoteFailure.UNREACHABLE, explain(last), last).beforeStart();
    }

    /** The same through a jump host, which opens the connection. */
    Socket dial(SshConnection via, Consumer<Socket> opened) {
        try {
            TunnelSocket socket = new TunnelSocket(via, login.address(), login.port(), timeout);
            opened.accept(socket);
            return socket;
        } catch (OpenFailException e) {
            String cure = e.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED
                    ? "its sshd_config must say AllowTcpForwarding yes (or local), and PermitOpen allow it"
                    : "correct " + login.source() + " in the lab file, or ask the jump host: ip route get "
                            + login.address();
            throw new RemoteException(
                            host,
                            RemoteFailure.UNREACHABLE,
                            "the jump host does not reach " + login.place() + ": " + e.getMessage() + "; " + cure,
                            e)
                    .beforeStart();
        } catch (IOException e) {
            throw new RemoteException(
                            host, RemoteFailure.UNREACHABLE, "no way to " + login.place() + ": " + e.getMessage(), e)
                    .beforeStart();
        }
    }

    String explain(IOException e) {
        String place = login.place();
        String text = String.valueOf(e.getMessage());
        if (e instanceof UnknownHostException) {
            return "the name '" + login.address() + "' cannot be resolved; correct " + login.source()
                    + " in the lab file, or write the IP address there";
        }
        if (e instanceof SocketTimeoutException || text.contains("timed out")) {
            return "no answer from " + place + " within " + timeout.toSeconds() + " s; is the host switched on and in"
                    + " this network? A firewall that drops packets looks the same";
        }
        if (e instanceof NoRouteToHostException || text.contains("unreachable")) {
            return "no route to " + place + " (" + text + "); see where packets would go: ip route get "
                    + login.address();
        }
        if (e instanceof ConnectException && text.contains("refused")) {
            return place + " refuses connections: no SSH server listens there; on the host: sudo systemctl enable --now"
                    + " ssh";
        }
        return "cannot connect to " + place + ": " + text;
    }
}
