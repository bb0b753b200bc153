package io.pilab.remote.sshj;

import io.pilab.model.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.Kind;
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

/** Opens the TCP connection: every address of a name in turn, and a cure for every way to fail. */
final class Dialer {
    private final String host;
    private final SshTarget target;
    private final Duration timeout;

    Dialer(String host, SshTarget target, Duration timeout) {
        this.host = host;
        this.target = target;
        this.timeout = timeout;
    }

    /** A connected socket; each one tried is shown first, so that another thread can close it to end the attempt. */
    Socket dial(Consumer<Socket> opened) {
        IOException last = new UnknownHostException(target.address());
        try {
            for (InetAddress address : InetAddress.getAllByName(target.address())) {
                Socket socket = new Socket();
                opened.accept(socket);
                try {
                    // Nagle's algorithm against delayed acknowledgements costs 40 ms on every command
                    socket.setTcpNoDelay(true);
                    socket.connect(new InetSocketAddress(address, target.port()), (int) timeout.toMillis());
                    return socket;
                } catch (IOException e) {
                    socket.close();
                    last = e;
                }
            }
        } catch (IOException e) {
            last = e;
        }
        throw new RemoteException(host, Kind.UNREACHABLE, explain(last), last).beforeStart();
    }

    String explain(IOException e) {
        String place = target.address() + " port " + target.port();
        String text = String.valueOf(e.getMessage());
        if (e instanceof UnknownHostException) {
            return "the name '" + target.address()
                    + "' can not be resolved; correct 'address' in the lab file, or write" + " the IP address there";
        }
        if (e instanceof SocketTimeoutException || text.contains("timed out")) {
            return "no answer from " + place + " within " + timeout.toSeconds() + " s; is the host switched on and in"
                    + " this network? A firewall that drops packets looks the same";
        }
        if (e instanceof NoRouteToHostException || text.contains("unreachable")) {
            return "no route to " + place + " (" + text + "); see where packets would go: ip route get "
                    + target.address();
        }
        if (e instanceof ConnectException && text.contains("refused")) {
            return place + " refuses connections: no SSH server listens there; on the host: sudo systemctl enable --now"
                    + " ssh";
        }
        return "can not connect to " + place + ": " + text;
    }
}
