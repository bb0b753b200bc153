package io.pilab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import java.util.jar.JarFile;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Loads what commands load, without a host, so that the launcher's class archive has it. The launcher runs this once after
 * a build. The arguments are the jar and a lab file.
 */
final class Training {
    private static final List<String> PACKAGES =
            List.of("io/pilab/", "net/schmizz/", "com/hierynomus/", "org/bouncycastle/", "com/fasterxml/jackson/");

    private Training() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Main.run(nowhere, nowhere, "--help");
        Main.run(nowhere, nowhere, "--version");
        Main.run(nowhere, nowhere, "validate", "-f", args[1]);
        load(Path.of(args[0]));
        exchangeKeys();
        encrypt();
    }

    private static void load(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && PACKAGES.stream().anyMatch(name::startsWith))
                    .forEach(name -> load(name.substring(0, name.length() - ".class".length())));
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name.replace('/', '.'), false, Training.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // a library's class for another library, which is not in the jar
        }
    }

    /** Both sides of an SSH key exchange, and the host's signature. */
    private static void exchangeKeys() throws GeneralSecurityException {
        KeyPairGenerator exchange = KeyPairGenerator.getInstance("X25519");
        KeyPair ours = exchange.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(ours.getPrivate());
        agreement.doPhase(exchange.generateKeyPair().getPublic(), true);
        byte[] secret = agreement.generateSecret();
        KeyPair host = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(host.getPrivate());
        signature.update(secret);
        byte[] signed = signature.sign();
        signature.initVerify(host.getPublic());
        signature.update(secret);
        signature.verify(signed);
    }

    private static void encrypt() throws GeneralSecurityException {
        byte[] key = new byte[32];
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.doFinal(cipher.update(key));
    }
}
