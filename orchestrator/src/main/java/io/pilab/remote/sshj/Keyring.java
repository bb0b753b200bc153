package io.pilab.remote.sshj;

import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keys for one login, in OpenSSH's order: the key of the lab file, those of key files that the agent holds, the agent's
 * others, and those that only files hold.
 *
 * @param remarks the keys that could not be used, and why
 */
record Keyring(List<KeyOffer> offers, KeyNotes remarks) {
    /** The usual number of attempts after which a server disconnects (MaxAuthTries). */
    private static final int MOST_TRIES = 6;

    Keyring {
        offers = List.copyOf(offers);
    }

    /**
     * Asks the agent and reads the files.
     *
     * @throws RemoteException KEY when there is no key at all, or the key of the lab file is unusable
     */
    static Keyring of(String host, ResolvedTarget login, SshSettings settings) {
        KeyNotes remarks = new KeyNotes();
        KeyFiles files = new KeyFiles(host, settings.passphrases());
        List<AgentKey> held = held(login, remarks);
        List<KeyOffer> offers = new ArrayList<>();
        login.identity().ifPresent(file -> {
            List<AgentKey> same = same(held, file);
            offers.addAll(same.isEmpty() ? List.of(read(files, file, remarks)) : same);
        });
        List<KeyOffer> last = new ArrayList<>();
        List<RemoteException> failures = new ArrayList<>();
        for (Path file : login.identityFiles()) {
            List<AgentKey> same = same(held, file);
            offers.addAll(same);
            if (same.isEmpty() && Files.exists(file)) {
                try {
                    last.add(files.read(file));
                } catch (RemoteException e) {
                    failures.add(e);
                }
            }
        }
        if (!login.identitiesOnly()) {
            offers.addAll(held);
        }
        offers.addAll(last);
        List<KeyOffer> distinct = offers.stream().distinct().toList();
        if (distinct.isEmpty()) {
            throw failures.isEmpty() ? none(host, login, remarks) : with(remarks, all(failures));
        }
        failures.forEach(e -> remarks.add(e.getMessage().substring(host.length() + 2)));
        return new Keyring(distinct, remarks);
    }

    /** The keys within the server's limit of attempts. */
    List<KeyOffer> tried() {
        List<KeyOffer> tried = new ArrayList<>();
        int tries = 0;
        for (KeyOffer offer : offers) {
            tries += offer.tries();
            if (tries <= MOST_TRIES) {
                tried.add(offer);
            }
        }
        return tried;
    }

    /** The keys that were tried and not tried, for an error text. */
    String text() {
        List<KeyOffer> tried = tried();
        int left = offers.size() - tried.size();
        return tried.stream().map(KeyOffer::toString).collect(Collectors.joining(", "))
                + (left == 0
                        ? ""
                        : " (" + left + " more not tried, since servers allow " + MOST_TRIES
                                + " tries; name the right one as 'identity' in the lab file)");
    }

    private static Identity read(KeyFiles files, Path file, KeyNotes remarks) {
        try {
            return files.read(file);
        } catch (RemoteException e) {
            throw with(remarks, e);
        }
    }

    private static RemoteException with(KeyNotes remarks, RemoteException e) {
        String message = e.getMessage().substring(e.host().length() + 2) + remarks.text();
        return new RemoteException(e.host(), e.kind(), message, e).beforeStart();
    }

    private static List<AgentKey> held(ResolvedTarget login, KeyNotes remarks) {
        if (login.agent().isEmpty()) {
            return List.of();
        }
        Path socket = login.agent().get();
        try {
            List<AgentKey> keys = AgentKey.of(new SshAgent(socket));
            if (keys.isEmpty()) {
                remarks.add("the agent at " + socket + " shows no key: it is locked (ssh-add -X) or empty (ssh-add)");
            }
            return keys;
        } catch (IOException | RuntimeException e) {
            remarks.add("the agent at " + socket + " (SSH_AUTH_SOCK or IdentityAgent) is of no use: " + e.getMessage());
            return List.of();
        }
    }

    private static List<AgentKey> same(List<AgentKey> held, Path file) {
        Optional<byte[]> half = held.isEmpty() ? Optional.empty() : PublicHalf.of(file);
        return half.map(blob -> held.stream().filter(key -> key.isFor(blob)).toList())
                .orElse(List.of());
    }

    private static RemoteException all(List<RemoteException> failures) {
        RemoteException first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        return first;
    }

    private static RemoteException none(String host, ResolvedTarget login, KeyNotes remarks) {
        String files = login.identityFiles().stream().map(Path::toString).collect(Collectors.joining(", "));
        return new RemoteException(
                        host,
                        RemoteFailure.KEY,
                        "there is no key to log in with: none of " + files + " exists" + remarks.text()
                                + "; make one with 'ssh-keygen -t ed25519' and install it with 'ssh-copy-id "
                                + login.words() + "', or name another one as 'identity' in the lab file")
                .beforeStart();
    }
}
