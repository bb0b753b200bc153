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

    private final AgentKey key;
    private final Remarks remarks;
    private int rsaFlags = SHA_512;

    AgentLogin(AgentKey key, Remarks remarks) {
        super("publickey");
        this.key = key;
        this.remarks = remarks;
    }

    /** Asks whether the key would do, before anybody is bothered to sign. */
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

    /** A server that knows RSA with SHA-512 has said no; it may know SHA-256 only. */
    @Override
    public boolean shouldRetry() {
        boolean again = key.rsa() && rsaFlags == SHA_512;
        rsaFlags = SHA_256;
        return again;
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        return super.buildReq().putBoolean(signed).putString(algorithm()).putString(key.blob());
    }

    private String algorithm() {
        return key.rsa() ? key.type().replace("ssh-rsa", hash()) : key.type();
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
            byte[] signature = key.agent().sign(key.blob(), data, key.rsa() ? rsaFlags : 0);
            if (key.rsa() && !new Buffer.PlainBuffer(signature).readString().equals(hash())) {
                throw new IOException("it knows RSA with SHA-1 only, which is not safe any more");
            }
            return signature;
        } catch (IOException e) {
            String failure =
                    "the agent at " + key.agent().socket() + " did not sign with " + key + ": " + e.getMessage();
            remarks.add(failure);
            throw new UserAuthException(failure, e);
        }
    }
}
