package io.pilab.remote.sshj;

import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How commands become root on one host. Whether sudo asks for a password is tried before the first of them. A password is
 * tried once only: repeating a wrong one with every command would lock the user out.
 */
final class Sudo {
    private static final byte[] NOTHING = {};
    private static final Pattern WANTS_PASSWORD =
            Pattern.compile("(password|terminal|interactive authentication) is required");
    private static final Pattern WRONG = Pattern.compile("try again|incorrect|Authentication failed");

    private final String host;
    private final CommandLines lines;
    private final SudoPassword source;
    private Optional<byte[]> before = Optional.empty();
    private Optional<String> refused = Optional.empty();

    Sudo(String host, CommandLines lines, SudoPassword source) {
        this.host = host;
        this.lines = lines;
        this.source = source;
    }

    CommandLines lines() {
        return lines;
    }

    /**
     * The beginning of a command's standard input. Empty when sudo asks for no password, or none is available.
     *
     * @param asker runs a command as the login user
     */
    synchronized byte[] before(RemoteCommand command, Function<RemoteCommand, CommandResult> asker) {
        if (!lines.byWayOfSudo(command)) {
            return NOTHING;
        }
        if (refused.isPresent()) {
            throw failure(refused.get());
        }
        if (before.isEmpty()) {
            before = Optional.of(
                    source.get().map(password -> tried(password, asker)).orElse(NOTHING));
        }
        return before.get();
    }

    private byte[] tried(char[] password, Function<RemoteCommand, CommandResult> asker) {
        // -k: a ticket of an earlier login would hide that a password is needed
        CommandResult without = asker.apply(sudo("-n", "-k", "--", "true"));
        if (CommandLines.refusal(without)
                .filter(text -> WANTS_PASSWORD.matcher(text).find())
                .isEmpty()) {
            return NOTHING;
        }
        byte[] all = lines.before(password);
        Arrays.fill(password, ' ');
        byte[] line = Arrays.copyOf(all, lineEnd(all));
        CommandResult with =
                asker.apply(sudo("-k", "-S", "-p", "", "--", "true").input(line));
        if (!with.succeeded()) {
            refused = Optional.of(explain(with.errorText()));
            throw failure(refused.get());
        }
        return all;
    }

    private static RemoteCommand sudo(String... options) {
        RemoteCommand sudo = RemoteCommand.of(options);
        return new RemoteCommand(
                Stream.concat(List.of("env", "LC_ALL=C", "sudo").stream(), sudo.words().stream())
                        .toList(),
                false,
                NOTHING,
                sudo.timeout(),
                sudo.outputLimit());
    }

    private static int lineEnd(byte[] bytes) {
        int end = 0;
        while (bytes[end] != '\n') {
            end++;
        }
        return end + 1;
    }

    private String explain(String errors) {
        String said = errors.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.contains("unable to resolve host"))
                .findFirst()
                .orElse("it says nothing");
        if (WRONG.matcher(errors).find()) {
            return "sudo does not take the password for " + lines.user() + " (" + said + "); it was tried once only."
                    + " Correct " + SudoPassword.VARIABLE + ", or what was typed for -K";
        }
        return "sudo does not let " + lines.user() + " become root: " + said + ". Cure: " + lines.cure(said);
    }

    private RemoteException failure(String message) {
        return new RemoteException(host, RemoteFailure.SUDO, message).beforeStart();
    }
}
