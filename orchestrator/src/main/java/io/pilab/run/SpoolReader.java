package io.pilab.run;

import io.pilab.agent.SpoolScript;
import io.pilab.lab.Excerpt;
import io.pilab.remote.Agent;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.spool.SpoolFile;
import io.pilab.time.Deadline;
import io.pilab.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a host has added to a trial's spool, by byte offset: after a lost connection it continues where it was,
 * nothing lost and nothing twice. The host may send what it likes: what it sends is bounded, and an answer that is not
 * the script's is a {@link RemoteException}.
 */
final class SpoolReader {
    /** How the host's share of the trial stands. */
    enum ShareState {
        ABSENT,
        PREPARED,
        RUNNING,
        DIED,
        DONE
    }

    /** Gets a file's next bytes. */
    interface Chunks {
        void accept(SpoolFile file, byte[] bytes);
    }

    private static final Duration READING = Duration.ofSeconds(30);

    /** Beyond the end of every file that spool.sh reads: of a file that is full nothing is asked for. */
    private static final long BEYOND = 9_999_999_999L;

    private final Agent agent;
    private final String run;
    private final String trial;
    private final Duration limit;
    private final Chunks chunks;
    private final Map<SpoolFile, Long> offsets = new EnumMap<>(SpoolFile.class);

    /** @param limit of the trial's traffic: the longer, the more is read */
    SpoolReader(Agent agent, String run, String trial, Duration limit, Chunks chunks) {
        this.agent = agent;
        this.run = run;
        this.trial = trial;
        this.limit = limit;
        this.chunks = chunks;
    }

    /** Reads once; the state is the one before the reading. */
    ShareState poll() {
        return poll(READING);
    }

    private ShareState poll(Duration patience) {
        Map<String, Long> known = new LinkedHashMap<>();
        offsets.forEach((file, offset) -> known.put(file.fileName(), offset));
        return parse(agent.callUnprivileged(SpoolScript.read(run, trial, known), patience)
                .stdout());
    }

    /** Takes what an earlier reading stored for the host's own, which is gone. */
    void replay(Map<String, byte[]> stored) {
        stored.forEach((name, bytes) -> SpoolFile.named(name).ifPresent(file -> take(file, bytes)));
    }

    /** Reads until a reading brings nothing new; throws when that takes longer than {@code patience}. */
    void drain(Time time, Duration patience) {
        Deadline deadline = Deadline.in(patience, time);
        long before;
        do {
            Duration left = Duration.ofNanos(deadline.nanosLeft());
            if (left.isNegative() || left.isZero()) {
                throw new RemoteException(
                        agent.host(),
                        RemoteFailure.TIMEOUT,
                        "its spool of this trial still grows after " + patience.toSeconds()
                                + " s of reading; what it sent until then is kept");
            }
            before = total();
            poll(left.compareTo(READING) < 0 ? left : READING);
        } while (total() > before);
    }

    /** The files that were not read to their end, since they are larger than such a trial's can be. */
    List<SpoolFile> cut() {
        return offsets.entrySet().stream()
                .filter(e -> e.getValue() == BEYOND)
                .map(Map.Entry::getKey)
                .toList();
    }

    private ShareState parse(byte[] answer) {
        int position = 0;
        while (true) {
            int end = position;
            while (end < answer.length && answer[end] != '\n') {
                end++;
            }
            String header = new String(answer, position, end - position, StandardCharsets.UTF_8);
            Optional<ShareState> state = state(header);
            if (state.isPresent()) {
                return state.get();
            }
            String[] words = header.split(" ", 4);
            Optional<SpoolFile> file = SpoolFile.named(words[0]);
            if (words.length != 3 || file.isEmpty() || !words[1].equals("" + offset(file.get()))) {
                throw strange(header);
            }
            int from = end + 1;
            int length = length(words[2]);
            if (length < 1 || length > answer.length - from) {
                throw strange(header);
            }
            take(file.get(), Arrays.copyOfRange(answer, from, from + length));
            position = from + length;
        }
    }

    private static Optional<ShareState> state(String header) {
        return Arrays.stream(ShareState.values())
                .filter(s -> header.equals("state " + s.name().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Zero for what is none. */
    private static int length(String word) {
        return word.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(word) : 0;
    }

    private RemoteException strange(String header) {
        return new RemoteException(
                agent.host(),
                RemoteFailure.REFUSED,
                "its spool of this trial cannot be understood: '" + Excerpt.of(header) + "'");
    }

    private void take(SpoolFile file, byte[] bytes) {
        long before = offset(file);
        long room = file.most(limit) - before;
        if (bytes.length > room) {
            if (room > 0) {
                chunks.accept(file, Arrays.copyOf(bytes, (int) room));
            }
            offsets.put(file, BEYOND);
        } else {
            chunks.accept(file, bytes);
            offsets.put(file, before + bytes.length);
        }
    }

    private long offset(SpoolFile file) {
        return offsets.getOrDefault(file, 0L);
    }

    private long total() {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
