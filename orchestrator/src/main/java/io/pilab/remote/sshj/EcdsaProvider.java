package io.pilab.remote.sshj;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;

/** sshj asks for a KeyFactory "ECDSA", BouncyCastle's name for it. The JDK's name is "EC". */
final class EcdsaProvider extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "pilab-ecdsa";

    private EcdsaProvider() {
        super(NAME, "1", "KeyFactory ECDSA, by the JDK's EC");
        putService(new Service(this, "KeyFactory", "ECDSA", EcKeyFactory.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new EcKeyFactory(KeyFactory.getInstance("EC"));
            }
        });
    }

    static synchronized void install() {
        if (Security.getProvider(NAME) == null) {
            Security.addProvider(new EcdsaProvider());
        }
    }

    private static final class EcKeyFactory extends KeyFactorySpi {
        private final KeyFactory ec;

        EcKeyFactory(KeyFactory ec) {
            this.ec = ec;
        }

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            return ec.generatePublic(spec);
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            return ec.generatePrivate(spec);
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) throws InvalidKeySpecException {
            return ec.getKeySpec(key, spec);
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            return ec.translateKey(key);
        }
    }
}
