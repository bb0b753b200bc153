package io.pilab.remote.sshj;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.digest.Digest;
import net.schmizz.sshj.transport.digest.SHA256;
import net.schmizz.sshj.transport.kex.KeyExchange;
import net.schmizz.sshj.transport.kex.KeyExchangeBase;

/**
 * mlkem768x25519-sha256: a key that is secret as long as one of ML-KEM-768 and X25519 is secure. Source: the IETF's
 * draft-ietf-sshm-mlkem-hybrid-kex; FIPS 203; RFC 7748.
 */
final class HybridKeyExchange extends KeyExchangeBase {
    static final String NAME = "mlkem768x25519-sha256";

    private final HybridSecret secret;
    private byte[] shared = {};

    private HybridKeyExchange() throws GeneralSecurityException {
        super(new SHA256());
        secret = new HybridSecret();
    }

    /** The factory for sshj. */
    static Factory.Named<KeyExchange> factory() {
        return new Factory.Named<>() {
            @Override
            public String getName() {
                return NAME;
            }

            @Override
            public KeyExchange create() {
                try {
                    return new HybridKeyExchange();
                } catch (GeneralSecurityException e) {
                    throw new SSHRuntimeException(e);
                }
            }
        };
    }

    @Override
    public void init(Transport transport, String server, String client, byte[] serverInit, byte[] clientInit)
            throws GeneralSecurityException, TransportException {
        super.init(transport, server, client, serverInit, clientInit);
        digest.init();
        transport.write(new SSHPacket(Message.KEXDH_INIT).putString(secret.offer()));
    }

    @Override
    public boolean next(Message message, SSHPacket packet) throws GeneralSecurityException, TransportException {
        if (message != Message.KEXDH_31) {
            throw new TransportException(DisconnectReason.KEY_EXCHANGE_FAILED, "Unexpected packet: " + message);
        }
        try {
            byte[] key = packet.readBytes();
            byte[] reply = packet.readBytes();
            byte[] signature = packet.readBytes();
            hostKey = new Buffer.PlainBuffer(key).readPublicKey();
            shared = sha256(secret.agree(reply));
            Buffer.PlainBuffer hashed = initializedBuffer()
                    .putString(key)
                    .putString(secret.offer())
                    .putString(reply)
                    .putString(shared);
            digest.update(hashed.array(), hashed.rpos(), hashed.available());
            H = digest.digest();
            verify(signature);
            verifyCertificate(key);
            return true;
        } catch (Buffer.BufferException | SSHRuntimeException e) {
            throw new TransportException(DisconnectReason.KEY_EXCHANGE_FAILED, "KeyExchange answer is damaged", e);
        }
    }

    /** The bytes as they are: this exchange hashes a string where older ones hash a number. */
    @Override
    public BigInteger getK() {
        return new Raw(shared);
    }

    private void verify(byte[] signed) throws TransportException {
        PublicKey plain = Fingerprint.plain(hostKey);
        Signature signature = trans.getHostKeyAlgorithm().newSignature();
        signature.initVerify(plain);
        signature.update(H, 0, H.length);
        if (!signature.verify(signed)) {
            throw new TransportException(
                    DisconnectReason.KEY_EXCHANGE_FAILED, "KeyExchange signature verification failed");
        }
    }

    /** As sshj does it in its own exchanges. */
    private void verifyCertificate(byte[] key) throws TransportException, Buffer.BufferException {
        if (hostKey instanceof Certificate<?> certificate) {
            String flaw = KeyType.CertUtils.verifyHostCertificate(key, certificate, trans.getRemoteHost());
            if (flaw != null) {
                throw new TransportException(
                        DisconnectReason.KEY_EXCHANGE_FAILED, "KeyExchange certificate check failed: " + flaw);
            }
        }
    }

    private static byte[] sha256(byte[] data) {
        Digest sha = new SHA256();
        sha.init();
        sha.update(data, 0, data.length);
        return sha.digest();
    }

    /** A number that is written unchanged, without a leading zero byte. */
    private static final class Raw extends BigInteger {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Raw(byte[] bytes) {
            super(1, bytes);
            this.bytes = Arrays.copyOf(bytes, bytes.length);
        }

        @Override
        public byte[] toByteArray() {
            return Arrays.copyOf(bytes, bytes.length);
        }
    }
}
