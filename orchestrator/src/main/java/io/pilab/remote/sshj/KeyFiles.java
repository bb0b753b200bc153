package io.pilab.remote.sshj;

import com.hierynomus.sshj.common.KeyDecryptionFailedException;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;

/** Reads private keys before any connection is made, so that a problem of a file is reported as such. */
final class KeyFiles {
    private final String host;
    private final Passphrases passphrases;

    KeyFiles(String host, Passphrases passphrases) {
        this.host = host;
        this.passphrases = passphrases;
    }

    /**
     * Reads and decrypts a private key.
     *
     * @throws RemoteException KEY when it cannot be used
     */
    Identity read(Path file) {
        String text = text(file);
        String first = text.stripLeading().lines().findFirst().orElse("");
        if (first.startsWith("PuTTY-User-Key-File")) {
            throw failure("key file " + file + " is PuTTY's; convert it: puttygen " + file
                    + " -O private-openssh-new -o NEWFILE");
        }
        if (first.startsWith("ssh-") || first.startsWith("ecdsa-") || first.startsWith("sk-")) {
            throw failure("key file " + file + " holds the public half; name the private one, usually the same name"
                    + " without .pub, or put that one into the agent");
        }
        if (!first.startsWith("-----BEGIN") || !first.contains("PRIVATE KEY-----")) {
            throw failure("key file " + file + " is not a private key; make one: ssh-keygen -t ed25519 -f NEWFILE");
        }
        if (text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw failure("key file " + file + " is in the old PEM encryption, which is not supported; rewrite it in"
                    + " today's format, same key, same passphrase: ssh-keygen -p -f " + file);
        }
        String type = PublicHalf.of(file).map(PublicHalf::type).orElse("");
        if (type.startsWith("sk-")) {
            throw failure("key file " + file + " is of a security key (" + type
                    + "), which only an agent can use; put it" + " into the agent: ssh-add " + file);
        }
        return decode(file, text, first.contains("OPENSSH") ? new OpenSSHKeyV1KeyFile() : new PKCS8KeyFile());
    }

    private String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw failure("key file " + file + " does not exist; correct 'identity' in the lab file, or make the key:"
                    + " ssh-keygen -t ed25519 -f " + file);
        } catch (IOException e) {
            throw failure("key file " + file + " cannot be read by user " + System.getProperty("user.name") + " ("
                    + e.getClass().getSimpleName() + "); see: ls -l " + file);
        }
    }

    private Identity decode(Path file, String text, FileKeyProvider provider) {
        SshConfig.prepare();
        try {
            provider.init(text, null, new Finder(file));
            provider.getPrivate(); // decrypts now, not during the authentication
            return new Identity(file, provider, provider.getPublic());
        } catch (NoPassphrase e) {
            throw failure("key file " + file + " has a passphrase; put the key into the agent (ssh-add " + file
                    + "), or the passphrase into the environment variable " + Passphrases.VARIABLE);
        } catch (KeyDecryptionFailedException e) {
            throw failure("the passphrase (" + Passphrases.VARIABLE + ") is not the one of key file " + file
                    + "; try it: ssh-keygen -y -f " + file);
        } catch (IOException | RuntimeException e) { // any content is possible, and only this file's problem
            throw failure("key file " + file + " cannot be used: " + e.getMessage() + "; a key that works: ssh-keygen"
                    + " -t ed25519 -f NEWFILE");
        }
    }

    private RemoteException failure(String message) {
        return new RemoteException(host, RemoteFailure.KEY, message).beforeStart();
    }

    private final class Finder implements PasswordFinder {
        private final Path file;

        Finder(Path file) {
            this.file = file;
        }

        @Override
        public char[] reqPassword(Resource<?> resource) {
            return passphrases.of(file).orElseThrow(NoPassphrase::new);
        }

        @Override
        public boolean shouldRetry(Resource<?> resource) {
            return false;
        }
    }

    private static final class NoPassphrase extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
