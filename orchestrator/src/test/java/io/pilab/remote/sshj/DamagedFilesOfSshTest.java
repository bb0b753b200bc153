package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.testing.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the operator's own files hold: they are understood, passed over, or a RemoteException says what is wrong. */
@Timeout(120)
class DamagedFilesOfSshTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPy5NPdcHmQvDjlsOXDBCiUKD8TS/ba7pidVx63i3DCc";

    private static final String CONFIG = """
            host client
            user pi
            hostname 10.0.0.1
            port 2222
            identitiesonly yes
            identityfile ~/.ssh/id_ed25519
            identityfile /etc/%n/%h key
            identityagent SSH_AUTH_SOCK
            userknownhostsfile ~/.ssh/known_hosts ~/.ssh/known_hosts2
            globalknownhostsfile /etc/ssh/ssh_known_hosts
            hostkeyalias pi.lab
            proxyjump pi@bastion:22,[::1]:2222
            """;

    @TempDir
    Path directory;

    @Test
    void knownHosts() throws IOException {
        Path file = directory.resolve("known_hosts");
        PublicKey ours = EmbeddedServer.ecdsa().getPublic();
        String good = "pi.lab,10.0.0.1 " + KEY + " a comment\n"
                + "|1|VYKy6AZ1QEv9jbkkgV88/e+iflg=|U7WGvNPyWj1jt/HOj3gKTu8qMac= " + KEY + "\n"
                + "@cert-authority *.lab " + KEY + "\n@revoked !x,p?.* " + KEY + "\n[pi.lab]:2222 "
                + Fingerprint.algorithm(ours) + " " + Fingerprint.base64(ours) + "\n";
        Damage damage = new Damage(1);
        for (int i = 0; i < 300; i++) {
            Files.write(file, damage.of(good.getBytes(StandardCharsets.UTF_8)));
            KnownHosts known = KnownHosts.read(file);
            for (String name : new String[] {"pi.lab", "10.0.0.1", "[pi.lab]:2222", "elsewhere"}) {
                assertThat(known.check(name, ours).state()).isNotNull();
                assertThat(known.algorithms(name)).isNotNull();
            }
        }
    }

    @Test
    void keyFiles() throws IOException {
        try (EmbeddedServer keys = new EmbeddedServer(directory)) {
            keys.writeKey("id_ecdsa", EmbeddedServer.ecdsa(), "");
            keys.writeKey("id_rsa", EmbeddedServer.rsa(), "secret");
        }
        Path damaged = directory.resolve("damaged");
        Damage damage = new Damage(2);
        for (int i = 0; i < 100; i++) {
            byte[] good = Files.readAllBytes(directory.resolve(i % 4 == 0 ? "id_rsa" : "id_ecdsa"));
            Files.write(damaged, damage.of(good));
            Files.setPosixFilePermissions(damaged, PosixFilePermissions.fromString("rw-------"));
            try {
                Keyring.of("client", login(Optional.of(damaged)), settings()).offers();
            } catch (RemoteException e) {
                assertThat(e).hasMessageStartingWith("client: ");
                assertThat(e.getMessage()).hasSizeLessThan(2000);
            }
        }
    }

    @Test
    void whatTheOperatorsSshSaysOfItsConfiguration() throws IOException {
        Path answer = directory.resolve("answer");
        Path ssh = Files.writeString(
                directory.resolve("ssh"),
                "#!/bin/sh\ncase $* in *'-F none'*) echo 'port 22' ;; *) cat '" + answer + "' ;; esac\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        Damage damage = new Damage(3);
        for (int i = 0; i < 60; i++) {
            Files.write(answer, damage.of(CONFIG.getBytes(StandardCharsets.UTF_8)));
            SshProgram program = new SshProgram(
                    ssh.toString(),
                    Optional.empty(),
                    name -> Optional.of(directory.toString()),
                    Duration.ofSeconds(20));
            try {
                assertThat(program.of("client", target(Optional.empty()))).isNotNull();
            } catch (RemoteException e) {
                assertThat(e).hasMessageStartingWith("client: ");
                assertThat(e.getMessage()).hasSizeLessThan(2000);
            }
        }
    }

    private ResolvedTarget login(Optional<Path> identity) {
        return new HopResolver("client", settings()).to(target(identity)).get(0);
    }

    private SshSettings settings() {
        return new SshSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, directory, file -> Optional.empty());
    }

    private static SshTarget target(Optional<Path> identity) {
        return new SshTarget("10.0.0.1", 2222, "pi", identity, Optional.empty());
    }
}
