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

/** The shell lines that run and end a command, and the patterns of sudo's refusals. */
final class CommandLines {
    /** Falls back to the process itself on a server that makes no process group. */
    private static final String END =
            "to=-$1; kill -0 \"$to\" 2>/dev/null || to=$2; kill -TERM \"$to\" 2>/dev/null || exit 0;"
                    + " n=0; while [ $n -lt 20 ]; do sleep 0.1; kill -0 \"$to\" 2>/dev/null || exit 0; n=$((n + 1)); done;"
                    + " kill -KILL \"$to\"";

    /**
     * Drops a password that sudo did not ask for: reads up to the mark, then becomes the command. The shell's read consumes no
     * byte beyond the line, so the command finds its own input.
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

    /** The marks, and the two process numbers. */
    static final int OVERHEAD = 200;

    private final String user;
    private final String mark = "pilab-" + UUID.randomUUID();
    private final Pattern announced = Pattern.compile(mark + " ([0-9]{1,9}) ([0-9]{1,9})\n");

    CommandLines(String user) {
        this.user = user;
    }

    /**
     * Puts the command between two marks on both streams, so that the output of a profile or a forced command can be told apart
     * from the command's own. The first mark on standard error names the process.
     *
     * @param password whether standard input begins with the result of {@link #before}
     */
    String run(RemoteCommand command, boolean password) {
        return run(command, password, "");
    }

    /** The same for a command whose last word is SSH_CONNECTION of the login shell, which sudo hides. */
    String runKnowingConnection(RemoteCommand command, boolean password) {
        return run(command, password, " \"${SSH_CONNECTION-}\"");
    }

    private String run(RemoteCommand command, boolean password, String last) {
        // sudo's refusals are recognised by their text, so it must not be translated
        String locale = byWayOfSudo(command) ? "LC_ALL=C; export LC_ALL; " : "";
        // sshd makes the outer shell the leader of a process group
        String inner = "echo " + mark + " $PPID $$ >&2; " + locale + "exec \"$@\"" + last;
        String outer = "echo " + mark + "; sh -c " + ShellQuote.quote(inner) + " sh \"$@\"; code=$?; echo " + mark
                + "; echo " + mark + " >&2; exit $code";
        List<String> words = new ArrayList<>(List.of("exec", "sh", "-c", outer, "sh"));
        words.addAll(sudo(command, password));
        words.addAll(command.words());
        return ShellQuote.join(words);
    }

    /** Ends the process group of a command: TERM, and KILL after two seconds. */
    String end(RemoteCommand command, Started started, boolean password) {
        List<String> words = new ArrayList<>(List.of("exec"));
        words.addAll(sudo(command, password));
        words.addAll(List.of("sh", "-c", END, "sh", "" + started.group(), "" + started.process()));
        return ShellQuote.join(words);
    }

    /** The input for sudo, then for the wrapping shell, before the command's own input. */
    byte[] before(char[] password) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] rest = ("\n" + mark + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[bytes.remaining() + rest.length];
        bytes.get(all, 0, all.length - rest.length);
        System.arraycopy(rest, 0, all, all.length - rest.length, rest.length);
        return all;
    }

    /** A command's process group, and its process where the server makes no group. */
    record Started(int group, int process) {}

    /** Finds the line that {@link #run} makes the host write. */
    Optional<Started> started(String errors) {
        Matcher found = announced.matcher(errors);
        return found.find()
                ? Optional.of(new Started(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
                : Optional.empty();
    }

    /**
     * One stream of a command.
     *
     * @param own what it wrote itself
     * @param around output of other programs before or after it
     * @param begun whether the first mark is there
     * @param whole whether both marks are there
     */
    record Stream(byte[] own, String around, boolean begun, boolean whole) {}

    Stream output(byte[] all) {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int first = text.indexOf(mark + "\n");
        return first < 0 ? foreign(all) : between(all, text, first, first + mark.length() + 1);
    }

    Stream errors(byte[] all) {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        Matcher found = announced.matcher(text);
        return found.find() ? between(all, text, found.start(), found.end()) : foreign(all);
    }

    /** Whether the last mark is there, on a stream whose first mark was read before. */
    boolean closed(byte[] all) {
        return new String(all, StandardCharsets.ISO_8859_1).endsWith(mark + "\n");
    }

    private static Stream foreign(byte[] all) {
        return new Stream(all, new String(all, StandardCharsets.UTF_8), false, false);
    }

    private Stream between(byte[] all, String text, int start, int from) {
        int last = text.lastIndexOf(mark + "\n");
        boolean whole = last >= from;
        int to = whole ? last : all.length;
        int after = whole ? last + mark.length() + 1 : all.length;
        String around = new String(all, 0, start, StandardCharsets.UTF_8)
                + new String(all, after, all.length - after, StandardCharsets.UTF_8);
        return new Stream(Arrays.copyOfRange(all, from, to), around, true, whole);
    }

    String user() {
        return user;
    }

    /** sudo's message, if sudo and not the command failed. */
    Optional<String> refusal(RemoteCommand command, CommandResult result) {
        return byWayOfSudo(command) ? refusal(result) : Optional.empty();
    }

    /** The same, for a command that is sudo itself. */
    static Optional<String> refusal(CommandResult result) {
        boolean sudoFailed = result.exitCode() == 1 || result.exitCode() == 126 || result.exitCode() == 127;
        if (!sudoFailed || result.stdout().length > 0) {
            return Optional.empty();
        }
        Matcher found = REFUSAL.matcher(result.errorText());
        return found.find() ? Optional.of(found.group().strip()) : Optional.empty();
    }

    /** The cure for a refusal. */
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
