package io.pilab.remote.sshj;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMExtractor;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMKeyPairGenerator;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMPublicKeyParameters;

/** One side's halves of ML-KEM-768 and X25519, always in this order. */
final class HybridSecret {
    private static final int ENCAPSULATION = 1088;
    private static final int POINT = 32;
    private static final String X25519 = "X25519";

    private final AsymmetricCipherKeyPair lattice;
    private final KeyPair curve;

    HybridSecret() throws GeneralSecurityException {
        MLKEMKeyPairGenerator generator = new MLKEMKeyPairGenerator();
        generator.init(new MLKEMKeyGenerationParameters(new SecureRandom(), MLKEMParameters.ml_kem_768));
        lattice = generator.generateKeyPair();
        curve = KeyPairGenerator.getInstance(X25519).generateKeyPair();
    }

    /** Both public halves. */
    byte[] offer() {
        byte[] key = ((MLKEMPublicKeyParameters) lattice.getPublic()).getEncoded();
        return join(key, littleEndian(((XECPublicKey) curve.getPublic()).getU()));
    }

    /**
     * Both secrets.
     *
     * @param reply the other side's encapsulation, and its public half
     */
    byte[] agree(byte[] reply) throws GeneralSecurityException {
        if (reply.length != ENCAPSULATION + POINT) {
            throw new InvalidKeyException("the answer has " + reply.length + " bytes");
        }
        MLKEMExtractor extractor = new MLKEMExtractor((MLKEMPrivateKeyParameters) lattice.getPrivate());
        byte[] first = extractor.extractSecret(Arrays.copyOf(reply, ENCAPSULATION));
        byte[] point = Arrays.copyOfRange(reply, ENCAPSULATION, reply.length);
        point[POINT - 1] &= 0x7f; // RFC 7748, 5: the first bit is not part of the number
        KeyAgreement agreement = KeyAgreement.getInstance(X25519);
        agreement.init(curve.getPrivate());
        XECPublicKeySpec theirs = new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, reversed(point)));
        agreement.doPhase(KeyFactory.getInstance(X25519).generatePublic(theirs), true);
        return join(first, agreement.generateSecret());
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] bytes = new byte[POINT];
        byte[] big = number.toByteArray();
        for (int i = 0; i < Math.min(POINT, big.length); i++) {
            bytes[i] = big[big.length - 1 - i];
        }
        return bytes;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
