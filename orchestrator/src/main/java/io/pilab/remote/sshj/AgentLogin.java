package io.pilab.remote.sshj;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/** Public key authentication with a key that stays in the agent. Source: RFC 4252, 7; RFC 8332 for RSA. */
final class AgentLogin extends AbstractAuthMethod {
    private static final int SHA_256 = 2;
    private static final int SHA_512 = 4;

    private final SshAgent agent;
    private final byte[] blob;
    private final String type;
    private final String name;
    private final KeyNotes remarks;
    private int rsaFlags = SHA_512;

    /** @param name of the key, for error texts */
    AgentLogin(SshAgent agent, byte[] blob, String type, String name, KeyNotes remarks) {
        super("publickey");
        this.agent = agent;
        this.blob = blob;
        this.type = type;
        this.name = name;
        this.remarks = remarks;
    }

    /** Asks whether the server would accept the key, before the agent is asked to sign. */
    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return request(false);
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) {
            super.handle(message, packet);
            return;
        }
        SSHPacket request = request(true);
        request.putString(signature(request));
        params.getTransport().write(request);
    }

    /** A server that refused RSA with SHA-512 may support SHA-256 only. */
    @Override
    public boolean shouldRetry() {
        boolean again = rsa() && rsaFlags == SHA_512;
        rsaFlags = SHA_256;
        return again;
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        return super.buildReq().putBoolean(signed).putString(algorithm()).putString(blob);
    }

    private boolean rsa() {
        return type.startsWith("ssh-rsa");
    }

    private String algorithm() {
        return rsa() ? type.replace("ssh-rsa", hash()) : type;
    }

    private String hash() {
        return rsaFlags == SHA_512 ? "rsa-sha2-512" : "rsa-sha2-256";
    }

    private byte[] signature(SSHPacket request) throws UserAuthException {
        byte[] data = new Buffer.PlainBuffer()
                .putString(params.getTransport().getSessionID())
                .putBuffer(request)
                .getCompactData();
        try {
            byte[] signature = agent.sign(blob, data, rsa() ? rsaFlags : 0);
            if (rsa() && !new Buffer.PlainBuffer(signature).readString().equals(hash())) {
                throw new IOException("it knows RSA with SHA-1 only, which is not safe any more");
            }
            return signature;
        } catch (IOException e) {
            String failure = "the agent at " + agent.socket() + " did not sign with " + name + ": " + e.getMessage();
            remarks.add(failure);
            throw new UserAuthException(failure, e);
        }
    }
}
