package io.pilab.remote.sshj;

import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.ShellQuote;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell lines that run and that end a command, and what sudo says when it refuses. */
final class CommandLines {
    /** A server that makes no process group leaves us the process itself. */
    private static final String END =
            "to=-$1; kill -0 \"$to\" 2>/dev/null || to=$1; kill -TERM \"$to\" 2>/dev/null || exit 0;"
                    + " n=0; while [ $n -lt 20 ]; do sleep 0.1; kill -0 \"$to\" 2>/dev/null || exit 0; n=$((n + 1)); done;"
                    + " kill -KILL \"$to\"";

    /**
     * Drops the password that sudo did not ask for: reads to the mark, then becomes the command. The shell's read takes
     * not one byte more than the line, and the command finds its own input.
     */
    private static final String AFTER_MARK =
            "m=$1; shift; while IFS= read -r l; do [ \"$l\" = \"$m\" ] && exec \"$@\"; done; exit 125";

    private static final Pattern REFUSAL = Pattern.compile(
            "(?m)^(sudo: (a password is required|a terminal is required|interactive authentication is required"
                    + "|no password was provided|[0-9]+ incorrect password attempt|.*incorrect authentication attempt"
                    + "|Authentication failed"
                    + "|sorry, you must have a tty|no valid sudoers|.*must be owned by uid 0).*"
                    + "|.* is not in the sudoers file.*|Sorry, user .* is not allowed to execute .*"
                    + "|.*sudo: not found|.*sudo: command not found)$");

    private final String user;
    private final String mark = "pilab-" + UUID.randomUUID();
    /** sshd makes the shell the leader of a process group, and exec keeps its number. */
    private final String announce;

    private final Pattern announced;

    CommandLines(String user) {
        this.user = user;
        announce = "echo " + mark + " $$ >&2; ";
        announced = Pattern.compile(mark + " ([0-9]+)\n");
    }

    /**
     * Writes a line with the process group to standard error, then becomes the command.
     *
     * @param password whether standard input begins with what {@link #before} returns
     */
    String run(RemoteCommand command, boolean password) {
        // sudo's refusals are recognised by their text, so it must not be translated
        String locale = byWayOfSudo(command) ? "LC_ALL=C; export LC_ALL; " : "";
        List<String> words = new ArrayList<>(List.of("exec", "sh", "-c", announce + locale + "exec \"$@\"", "sh"));
        words.addAll(sudo(command, password));
        words.addAll(command.words());
        return ShellQuote.join(words);
    }

    /** Ends the process group of a command: TERM, and KILL after two seconds. */
    String end(RemoteCommand command, long group, boolean password) {
        List<String> words = new ArrayList<>(List.of("exec"));
        words.addAll(sudo(command, password));
        words.addAll(List.of("sh", "-c", END, "sh", Long.toString(group)));
        return ShellQuote.join(words);
    }

    /** What sudo and then our shell read before the command's own input. */
    byte[] before(char[] password) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] rest = ("\n" + mark + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[bytes.remaining() + rest.length];
        bytes.get(all, 0, all.length - rest.length);
        System.arraycopy(rest, 0, all, all.length - rest.length, rest.length);
        return all;
    }

    /** Finds the line that {@link #run} makes the host write. */
    Optional<Long> group(String errors) {
        Matcher found = announced.matcher(errors);
        return found.find() ? Optional.of(Long.parseLong(found.group(1))) : Optional.empty();
    }

    /** Standard error from the command itself; what came before is the login shell's. */
    byte[] withoutMark(byte[] errors) {
        String text = new String(errors, StandardCharsets.ISO_8859_1);
        Matcher found = announced.matcher(text);
        return found.find() ? Arrays.copyOfRange(errors, found.end(), errors.length) : errors;
    }

    String user() {
        return user;
    }

    /** What sudo said, when it was sudo and not the command that failed. */
    Optional<String> refusal(RemoteCommand command, CommandResult result) {
        return byWayOfSudo(command) ? refusal(result) : Optional.empty();
    }

    /** Likewise, of a command that is sudo itself. */
    static Optional<String> refusal(CommandResult result) {
        boolean sudoFailed = result.exitCode() == 1 || result.exitCode() == 126 || result.exitCode() == 127;
        if (!sudoFailed || result.stdout().length > 0) {
            return Optional.empty();
        }
        Matcher found = REFUSAL.matcher(result.errorText());
        return found.find() ? Optional.of(found.group().strip()) : Optional.empty();
    }

    /** What to do about a refusal. */
    String cure(String refusal) {
        if (refusal.endsWith("not found")) {
            return "install sudo on the host, or log in as root";
        }
        String password = "";
        if (refusal.contains("is required")) {
            password = "give the password: -K (--ask-sudo-password) asks for it, or " + SudoPassword.VARIABLE
                    + " holds it; or ";
        }
        return password + "let " + user + " become root without a password; on the host: echo '" + user
                + " ALL=(ALL) NOPASSWD: ALL' | sudo tee /etc/sudoers.d/010_" + user + "-nopasswd (Raspberry Pi OS:"
                + " raspi-config, System Options)";
    }

    private List<String> sudo(RemoteCommand command, boolean password) {
        if (!byWayOfSudo(command)) {
            return List.of();
        }
        return password
                ? List.of("sudo", "-k", "-S", "-p", "", "--", "sh", "-c", AFTER_MARK, "sh", mark)
                : List.of("sudo", "-n", "--");
    }

    boolean byWayOfSudo(RemoteCommand command) {
        return command.asRoot() && !user.equals("root");
    }
}
