package io.pilab.remote.sshj;

import io.pilab.remote.RemoteCommand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command in a {@link Conversation}: its lines for the shell, and the mark that ends its answer on each stream.
 *
 * @param number counts from 1; 0 is the shell's own first answer
 * @param command what is run
 */
record Request(String mark, int number, RemoteCommand command) {
    /** Fits into the window that sshd grants, so no write waits for a command that does not read. */
    private static final int LONGEST_INPUT = 1 << 20;

    /** A mark, and what may come after it. */
    static final int TAIL = 4 << 10;

    /**
     * Runs one command after the other. A request is the number of its words, the number of its input's bytes, then these
     * words, one a line, and these bytes. After each command both streams get a line: the mark, the request's number, the exit
     * code. No command sees the rest of the input, and what a command leaves of its own is dropped. If that cannot be, the
     * shell ends, lest it take input for requests. The words are never read as shell text.
     */
    static final String LOOP = """
            m=$1 n=0 SSH_CONNECTION=${2-}
            export SSH_CONNECTION
            end() { echo "$m $n $1"; echo "$m $n $1" >&2; }
            run() { "$@"; n=$?; if read -r l; then cat >/dev/null; fi; exit "$n"; }
            end 0
            while IFS= read -r words && IFS= read -r bytes; do
              n=$((n + 1))
              set --
              while [ "$words" -gt 0 ]; do IFS= read -r l || exit 125; set -- "$@" "$l"; words=$((words - 1)); done
              if [ "$bytes" -eq 0 ]; then
                "$@" </dev/null
              else
                { head -c "$bytes" || kill $$; } | run "$@"
              fi
              end $?
            done
            """;

    /** Whether the protocol can carry a command: its words are lines, and its input is not very long. */
    static boolean carries(RemoteCommand command) {
        return command.input().length <= LONGEST_INPUT
                && command.words().stream().noneMatch(w -> w.indexOf('\n') >= 0 || w.indexOf(0) >= 0);
    }

    /** What the shell reads. */
    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String head = command.words().size() + "\n" + command.input().length + "\n";
        all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        command.words().forEach(w -> all.writeBytes((w + "\n").getBytes(StandardCharsets.UTF_8)));
        all.writeBytes(command.input());
        return all.toByteArray();
    }

    /**
     * The end of an answer on one stream.
     *
     * @param from of the mark
     * @param to behind it
     */
    record Mark(int from, int to, int code) {}

    /** The shell's own first line, before which a profile or sudo may have written anything. */
    Optional<Mark> first(byte[] stream) {
        return mark(stream, 0, 0);
    }

    /** The end of this request's answer, once it is there. */
    Optional<Mark> end(byte[] stream) {
        return mark(stream, number, Math.max(0, stream.length - TAIL));
    }

    private Optional<Mark> mark(byte[] stream, int of, int from) {
        String text = new String(stream, from, stream.length - from, StandardCharsets.ISO_8859_1);
        Matcher found = Pattern.compile(mark + " " + of + " ([0-9]{1,3})\n").matcher(text);
        return found.find()
                ? Optional.of(new Mark(from + found.start(), from + found.end(), Integer.parseInt(found.group(1))))
                : Optional.empty();
    }
}
