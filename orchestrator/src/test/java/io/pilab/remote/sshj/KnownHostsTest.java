package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.sshj.KnownHosts.Match;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsTest {
    /** Made by ssh-keygen 9.2: the key, its fingerprint, and the name pi.lab hashed. */
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPy5NPdcHmQvDjlsOXDBCiUKD8TS/ba7pidVx63i3DCc";

    private static final String FINGERPRINT = "SHA256:7PuRws/Bza9ep/Tuj9fuSeL4zjcIJpar5cCXI/FLBp8";
    private static final String HASHED = "|1|VYKy6AZ1QEv9jbkkgV88/e+iflg=|U7WGvNPyWj1jt/HOj3gKTu8qMac=";

    @TempDir
    Path directory;

    private final PublicKey ours = key(KEY);
    private final PublicKey ecdsa = EmbeddedServer.ecdsa().getPublic();
    private final String ecdsaText = Fingerprint.algorithm(ecdsa) + " " + Fingerprint.base64(ecdsa);
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("known_hosts");
    }

    @Test
    void fingerprintsAreThoseOfOpenSsh() {
        assertThat(Fingerprint.of(ours)).isEqualTo("ED25519 " + FINGERPRINT);
        assertThat(Fingerprint.algorithm(ours) + " " + Fingerprint.base64(ours)).isEqualTo(KEY);
        assertThat(Fingerprint.type(ecdsa)).isEqualTo("ECDSA");
        assertThat(Fingerprint.of(EmbeddedServer.rsa().getPublic())).matches("RSA SHA256:[A-Za-z0-9+/]{43}");
    }

    @Test
    void aMissingFileKnowsNobody() throws IOException {
        assertThat(KnownHosts.read(file).check("pi.lab", ours).state()).isEqualTo(Match.UNKNOWN);
        assertThat(KnownHosts.read(file).algorithms("pi.lab")).isEmpty();
    }

    @Test
    void matchesNamesAsOpenSshDoes() throws IOException {
        assertThat(state("pi.lab " + KEY, "pi.lab", 22)).isEqualTo(Match.KNOWN);
        assertThat(state("pi.lab " + KEY, "PI.Lab", 22)).isEqualTo(Match.KNOWN);
        assertThat(state("Pi.Lab " + KEY, "pi.lab", 22)).isEqualTo(Match.KNOWN);
        assertThat(state("a,pi.lab,10.0.0.1 " + KEY + " a comment", "10.0.0.1", 22))
                .isEqualTo(Match.KNOWN);
        assertThat(state("pi.lab " + KEY, "pi.lab", 2222)).isEqualTo(Match.UNKNOWN);
        assertThat(state("[pi.lab]:2222 " + KEY, "pi.lab", 2222)).isEqualTo(Match.KNOWN);
        assertThat(state("[pi.lab]:2222 " + KEY, "pi.lab", 22)).isEqualTo(Match.UNKNOWN);
        assertThat(state("*.lab " + KEY, "pi.lab", 22)).isEqualTo(Match.KNOWN);
        assertThat(state("*.lab " + KEY, "pixlab", 22)).isEqualTo(Match.UNKNOWN);
        assertThat(state("p?.lab " + KEY, "pi.lab", 22)).isEqualTo(Match.KNOWN);
        assertThat(state(HASHED + " " + KEY, "pi.lab", 22)).isEqualTo(Match.KNOWN);
        assertThat(state(HASHED + " " + KEY, "po.lab", 22)).isEqualTo(Match.UNKNOWN);
    }

    @Test
    void aByteThatIsNotUtf8IsNoObstacle() throws IOException {
        byte[] text =
                ("k\u00fcche.lab " + KEY + "\npi.lab " + KEY + " K\u00fcche\n").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, text);
        assertThat(KnownHosts.read(file).check("pi.lab", ours).state()).isEqualTo(Match.KNOWN);
    }

    @Test
    void aNegatedNameExcludesTheHostAndNothingElse() throws IOException {
        assertThat(state("*.lab,!pi.lab " + KEY, "pi.lab", 22)).isEqualTo(Match.UNKNOWN);
        assertThat(state("*.lab,!pi.lab " + KEY, "po.lab", 22)).isEqualTo(Match.KNOWN);
        assertThat(state("*.lab,!pi.lab " + KEY, "elsewhere.org", 22)).isEqualTo(Match.UNKNOWN);
    }

    @Test
    void anotherKeyIsAChangedOneWhateverItsType() throws IOException {
        KnownHosts known = read("# comment\n\r\nbroken line\npi.lab " + ecdsaText);
        KnownHosts.Decision verdict = known.check("pi.lab", ours);
        assertThat(verdict.state()).isEqualTo(Match.CHANGED);
        assertThat(verdict.line().orElseThrow().number()).isEqualTo(4);
        assertThat(known.check("pi.lab", ecdsa).state()).isEqualTo(Match.KNOWN);
        assertThat(known.algorithms("pi.lab")).containsExactly("ecdsa-sha2-nistp256");
    }

    @Test
    void oneOfSeveralKeysIsEnough() throws IOException {
        KnownHosts known = read("pi.lab " + ecdsaText + "\npi.lab " + KEY);
        assertThat(known.check("pi.lab", ours).state()).isEqualTo(Match.KNOWN);
        assertThat(known.algorithms("pi.lab")).containsExactly("ecdsa-sha2-nistp256", "ssh-ed25519");
    }

    @Test
    void asksForTodaysSignaturesOfAnRsaKey() throws IOException {
        PublicKey rsa = EmbeddedServer.rsa().getPublic();
        KnownHosts known = read("pi.lab ssh-rsa " + Fingerprint.base64(rsa));
        assertThat(known.algorithms("pi.lab")).containsExactly("rsa-sha2-512", "rsa-sha2-256");
    }

    @Test
    void aRevokedKeyIsNotKnown() throws IOException {
        assertThat(state("pi.lab " + KEY + "\n@revoked * " + KEY, "pi.lab", 22)).isEqualTo(Match.REVOKED);
        assertThat(state("@revoked * " + ecdsaText, "pi.lab", 22)).isEqualTo(Match.UNKNOWN);
    }

    @Test
    void anAuthoritysKeyIsNoHostKey() throws IOException {
        assertThat(state("@cert-authority * " + KEY, "pi.lab", 22)).isEqualTo(Match.UNKNOWN);
        assertThat(read("@cert-authority * " + KEY).algorithms("pi.lab")).contains("ssh-ed25519-cert-v01@openssh.com");
    }

    @Test
    void onlyPlainLinesOfThisHostCanBeReplaced() throws IOException {
        KnownHosts known =
                read("pi.lab " + KEY + "\n*.lab " + KEY + "\n@revoked pi.lab " + KEY + "\n" + HASHED + " " + KEY);
        assertThat(known.replaceable("pi.lab"))
                .extracting(KnownHostLine::number)
                .containsExactly(1, 4);
    }

    private Match state(String text, String address, int port) throws IOException {
        return read(text).check(ResolvedTarget.knownName(address, port), ours).state();
    }

    private KnownHosts read(String text) throws IOException {
        Files.writeString(file, text);
        return KnownHosts.read(file);
    }

    private static PublicKey key(String text) {
        return KnownHostLine.parse(Path.of("file"), 1, "x " + text)
                .orElseThrow()
                .key();
    }
}
