package io.pilab.lab;

/** A client and the server that it sends to. */
public record Pair(Host client, Host server) {
    public Pair {
        if (client.role() != Role.CLIENT || server.role() != Role.SERVER) {
            throw new IllegalArgumentException("a pair is a client and a server, in this order");
        }
    }
}
