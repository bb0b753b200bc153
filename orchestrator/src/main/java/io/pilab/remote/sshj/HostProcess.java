package io.pilab.remote.sshj;

import io.pilab.lab.Excerpt;
import io.pilab.remote.sshj.CommandLines.Started;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.ConnectionException;

/**
 * One process on the host, on a channel of its own. It uses three workers at most: this one reads standard output, one reads
 * standard error, one writes the input. It reads until the channel has closed, also after the caller has stopped waiting.
 */
final class HostProcess {
    /** Learns what the process does. Called by the workers. */
    interface Listener {
        /** More of one stream is there. */
        void progress();

        /** One stream has more than its limit. */
        void overLimit();

        /**
         * The process has ended, and all its output is there.
         *
         * @param code empty when the server did not report it
         */
        void ended(OptionalInt code) throws IOException;

        /** The connection or the channel failed before. */
        void failed(Throwable why);
    }

    private final String line;
    private final byte[] before;
    private final CommandLines lines;
    private final SshConnection connection;
    private final Listener listener;
    private final Collector output;
    private final Collector errors;
    private final CompletableFuture<Optional<Started>> started = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final CountDownLatch ordered = new CountDownLatch(1);
    private volatile Optional<ExecChannel> opened = Optional.empty();
    private volatile byte[] input;
    private volatile boolean inputStaysOpen;
    private volatile boolean abandoned;
    private volatile boolean requested;

    /**
     * @param line for the login shell, of {@link CommandLines#run}
     * @param before the input for sudo before the process's own
     * @param limit bytes of each stream
     */
    HostProcess(
            String line,
            byte[] before,
            byte[] input,
            int limit,
            CommandLines lines,
            SshConnection connection,
            Listener listener) {
        this.line = line;
        this.before = before;
        this.input = input;
        this.lines = lines;
        this.connection = connection;
        this.listener = listener;
        this.output = new Collector(limit + CommandLines.OVERHEAD);
        this.errors = new Collector(limit + CommandLines.OVERHEAD);
    }

    /** Its standard input stays open after the first input, for {@link #send}. */
    HostProcess keepingInputOpen() {
        inputStaysOpen = true;
        return this;
    }

    /** Its process number on the host. Empty when it never started or has ended. */
    Future<Optional<Started>> started() {
        return started;
    }

    Future<Boolean> ended() {
        return ended;
    }

    byte[] before() {
        return before;
    }

    /** Whether the host may have started it. */
    boolean requested() {
        return requested;
    }

    Collector output() {
        return output;
    }

    Collector errors() {
        return errors;
    }

    /** The caller has stopped waiting: further output is dropped, and what has not started does not start. */
    void abandon() {
        abandoned = true;
        output.drop();
        errors.drop();
    }

    /** The order to end the process was given, or cannot be given. Reading continues to the end of the channel. */
    void ordered() {
        ordered.countDown();
    }

    /** Closes the channel on this side, whatever the host does. */
    void leave() {
        opened.ifPresent(ExecChannel::leave);
    }

    /** The last output, as the end of an error text. Empty when there was none. */
    String lastWords() {
        String out = lastLine(lines.output(output.bytes()));
        String err = lastLine(lines.errors(errors.bytes()));
        return (out.isEmpty() ? "" : "; it last wrote: " + out) + (err.isEmpty() ? "" : "; on standard error: " + err);
    }

    /** More input, written by a worker. */
    void send(byte[] more) {
        byWorker(channel -> write(channel, more));
    }

    /** No more input, by a worker. */
    void closeInput() {
        byWorker(HostProcess::closeInput);
    }

    private void byWorker(Consumer<ExecChannel> action) {
        try {
            connection.workers().execute(() -> opened.ifPresent(action));
        } catch (RejectedExecutionException e) {
            // the connection was closed, and its readers report it
        }
    }

    /** Begins it, in the slot of the connection that the caller has taken. */
    void start() {
        try {
            connection.workers().execute(() -> {
                try {
                    run();
                } finally {
                    connection.slots().release();
                }
            });
        } catch (RejectedExecutionException e) {
            connection.slots().release();
            throw connection.notConnected();
        }
    }

    private void run() {
        try {
            ExecChannel channel = connection.startSession();
            opened = Optional.of(channel);
            if (abandoned) {
                channel.leave();
            } else {
                requested = true;
                channel.exec(line);
                converse(channel);
                listener.ended(channel.exitCode());
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            listener.failed(e);
        } finally {
            started.complete(Optional.empty());
            ended.complete(true);
        }
    }

    private void converse(ExecChannel channel) throws IOException {
        Future<?> feeder = connection.workers().submit(() -> feed(channel));
        try {
            Future<?> errorsRead = connection.workers().submit(() -> {
                errors.drain(channel.getErrorStream(), this::errorsProgress, this::dropped);
                return true;
            });
            output.drain(channel.getInputStream(), listener::progress, this::dropped);
            errorsRead.get();
            channel.join();
        } catch (ExecutionException e) {
            throw new ConnectionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionException(e);
        } finally {
            feeder.cancel(true);
        }
    }

    private void feed(ExecChannel channel) {
        write(channel, before);
        write(channel, input);
        input = new byte[0];
        if (!inputStaysOpen) {
            closeInput(channel);
        }
    }

    private static void closeInput(ExecChannel channel) {
        try {
            channel.getOutputStream().close();
        } catch (IOException e) {
            // the readers report a failed connection
        }
    }

    private static void write(ExecChannel channel, byte[] bytes) {
        try {
            OutputStream stdin = channel.getOutputStream();
            for (int at = 0; at < bytes.length; ) {
                int length = (int) Math.min(channel.room(), bytes.length - at);
                stdin.write(bytes, at, length);
                stdin.flush();
                at += length;
            }
        } catch (IOException e) {
            // a command need not read all its input; if the connection failed, the readers report it
        }
    }

    private void errorsProgress() {
        if (!started.isDone()) {
            lines.started(new String(errors.bytes(), StandardCharsets.ISO_8859_1))
                    .ifPresent(found -> started.complete(Optional.of(found)));
        }
        listener.progress();
    }

    /**
     * Stops reading a flood of output while the process is being ended, since the order would wait behind it. Its number must
     * be known by then, because a server may send that line last.
     */
    private void dropped() {
        if (!abandoned) {
            listener.overLimit();
        } else if (started.isDone()) {
            try {
                ordered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String lastLine(CommandLines.Stream stream) {
        String text = new String(stream.own(), StandardCharsets.UTF_8).strip();
        return Excerpt.of(text.substring(text.lastIndexOf('\n') + 1));
    }
}
