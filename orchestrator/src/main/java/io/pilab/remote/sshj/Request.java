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
    /** A shell reads a line byte by byte, so longer input is faster on a channel of its own. */
    private static final int LONGEST_INPUT = 8 << 10;

    /** A mark, and what may come after it. */
    static final int TAIL = 4 << 10;

    /**
     * Runs one command after the other. A request is the number of its words, the number of its input's lines, then these
     * words and lines. After each command both streams get a line: the mark, the request's number, the exit code. No command
     * sees the rest of the input. The words are never read as shell text.
     */
    static final String LOOP = """
            m=$1 n=0 SSH_CONNECTION=${2-}
            export SSH_CONNECTION
            end() { echo "$m $n $1"; echo "$m $n $1" >&2; }
            end 0
            while IFS= read -r words && IFS= read -r lines; do
              n=$((n + 1)) input=
              set --
              while [ "$words" -gt 0 ]; do IFS= read -r l || exit 125; set -- "$@" "$l"; words=$((words - 1)); done
              if [ "$lines" -eq 0 ]; then
                "$@" </dev/null
              else
                while [ "$lines" -gt 0 ]; do
                  IFS= read -r l || exit 125
                  input="$input$l
            "
                  lines=$((lines - 1))
                done
                printf %s "$input" | "$@"
              fi
              end $?
            done
            """;

    /** Whether the protocol can carry a command: its words are lines, and its input is whole lines of text. */
    static boolean carries(RemoteCommand command) {
        byte[] input = command.input();
        boolean whole = input.length == 0 || input[input.length - 1] == '\n';
        return whole
                && input.length <= LONGEST_INPUT
                && has(input, 0) == 0
                && command.words().stream().noneMatch(w -> w.indexOf('\n') >= 0 || w.indexOf(0) >= 0);
    }

    /** What the shell reads. */
    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String head = command.words().size() + "\n" + has(command.input(), '\n') + "\n";
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

    private static int has(byte[] bytes, int wanted) {
        int count = 0;
        for (byte b : bytes) {
            count += b == wanted ? 1 : 0;
        }
        return count;
    }
}
