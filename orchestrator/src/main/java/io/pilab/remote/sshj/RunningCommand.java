package io.pilab.remote.sshj;

import io.pilab.lab.Excerpt;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.remote.sshj.CommandLines.Started;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import net.schmizz.sshj.connection.ConnectionException;

/**
 * One command on one channel. It uses three workers at most: this one reads standard output, one reads standard error, one
 * writes the input. It reads until the channel has closed, also after the caller has stopped waiting.
 */
final class RunningCommand implements Runnable {
    private final RemoteCommand command;
    private final byte[] before;
    private final CommandLines lines;
    private final SshConnection connection;
    private final Collector output;
    private final Collector errors;
    private final CompletableFuture<CommandResult> result = new CompletableFuture<>();
    private final CompletableFuture<Optional<Started>> started = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final CountDownLatch ordered = new CountDownLatch(1);
    private volatile Optional<ExecChannel> opened = Optional.empty();
    private volatile boolean abandoned;
    private volatile boolean requested;

    RunningCommand(RemoteCommand command, byte[] before, CommandLines lines, SshConnection connection) {
        this.command = command;
        this.before = before;
        this.lines = lines;
        this.connection = connection;
        this.output = new Collector(command.outputLimit() + CommandLines.OVERHEAD);
        this.errors = new Collector(command.outputLimit() + CommandLines.OVERHEAD);
    }

    /** The result, or an {@link IOException} of the connection, or an {@link OverLimit}. */
    Future<CommandResult> result() {
        return result;
    }

    /** The command's process on the host. Empty when the command never started or has ended. */
    Future<Optional<Started>> started() {
        return started;
    }

    Future<Boolean> ended() {
        return ended;
    }

    /** The input for sudo before the command's own. */
    byte[] before() {
        return before;
    }

    /** Whether the host may have started the command. */
    boolean requested() {
        return requested;
    }

    /** The caller has stopped waiting: further output is dropped, and a command that has not started does not start. */
    void abandon() {
        abandoned = true;
        output.drop();
        errors.drop();
    }

    /** The order to end the command was given, or cannot be given. Reading continues to the end of the channel. */
    void ordered() {
        ordered.countDown();
    }

    /** Closes the channel on this side, whatever the host does. */
    void leave() {
        opened.ifPresent(ExecChannel::leave);
    }

    /** The command's last output, as the end of an error text. Empty when there was none. */
    String lastWords() {
        String out = lastLine(lines.output(output.bytes()));
        String err = lastLine(lines.errors(errors.bytes()));
        return (out.isEmpty() ? "" : "; it last wrote: " + out) + (err.isEmpty() ? "" : "; on standard error: " + err);
    }

    @Override
    public void run() {
        try {
            ExecChannel channel = connection.startSession();
            opened = Optional.of(channel);
            if (abandoned) {
                channel.leave();
            } else {
                requested = true;
                channel.exec(lines.run(command, before.length > 0));
                converse(channel);
                result.complete(finish(channel));
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            result.completeExceptionally(e);
        } finally {
            started.complete(Optional.empty());
            ended.complete(true);
        }
    }

    private void converse(ExecChannel channel) throws IOException {
        Future<?> feeder = connection.workers().submit(() -> feed(channel));
        try {
            Future<?> errorsRead = connection.workers().submit(() -> {
                errors.drain(channel.getErrorStream(), this::findProcess, this::dropped);
                return true;
            });
            output.drain(channel.getInputStream(), () -> {}, this::dropped);
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

    private CommandResult finish(ExecChannel channel) throws IOException {
        OptionalInt code = channel.exitCode();
        if (code.isEmpty()) {
            throw new ConnectionException("the server closed the channel without an exit status");
        }
        CommandLines.Stream out = lines.output(output.bytes());
        CommandLines.Stream err = lines.errors(errors.bytes());
        if (code.getAsInt() < 0 || code.getAsInt() > 255) {
            throw new NotOurs(RemoteFailure.REFUSED, "told of an exit code that there is not: " + code.getAsInt());
        }
        if (!out.begun()) {
            throw new NotOurs(
                    RemoteFailure.NO_COMMANDS,
                    "the account takes the login but does not run our commands: exit code " + code.getAsInt()
                            + said(out)
                            + said(err)
                            + ". Its shell is nologin, or sshd forces another command on it (ForceCommand, SFTP"
                            + " only): name another user in the lab file, or on the host: sudo chsh -s /bin/sh USER");
        }
        if (code.getAsInt() == 0 && !out.whole()) {
            throw new NotOurs(RemoteFailure.REFUSED, "the end of its answer is missing" + said(out));
        }
        return new CommandResult(
                code.getAsInt(), out.own(), err.own(), out.around().strip());
    }

    private static String said(CommandLines.Stream stream) {
        String text = Excerpt.of(new String(stream.own(), StandardCharsets.UTF_8));
        return text.isEmpty() ? "" : "; it wrote: " + text;
    }

    private static String lastLine(CommandLines.Stream stream) {
        String text = new String(stream.own(), StandardCharsets.UTF_8).strip();
        return Excerpt.of(text.substring(text.lastIndexOf('\n') + 1));
    }

    private void feed(ExecChannel channel) {
        try (OutputStream stdin = channel.getOutputStream()) {
            for (byte[] input : List.of(before, command.input())) {
                for (int at = 0; at < input.length; ) {
                    int length = (int) Math.min(channel.room(), input.length - at);
                    stdin.write(input, at, length);
                    stdin.flush();
                    at += length;
                }
            }
        } catch (IOException e) {
            // a command need not read all its input; if the connection failed, the readers report it
        }
    }

    private void findProcess() {
        if (!started.isDone()) {
            lines.started(new String(errors.bytes(), StandardCharsets.ISO_8859_1))
                    .ifPresent(found -> started.complete(Optional.of(found)));
        }
    }

    /**
     * Stops reading a flood of output while the command is being ended, since the order would wait behind it. Its process must
     * be known by then, because a server may send that line last.
     */
    private void dropped() {
        if (!abandoned) {
            result.completeExceptionally(new OverLimit());
        } else if (started.isDone()) {
            try {
                ordered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** More output than the command's limit. */
    static final class OverLimit extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The answer did not come from the command. */
    static final class NotOurs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RemoteFailure kind;

        NotOurs(RemoteFailure kind, String message) {
            super(message);
            this.kind = kind;
        }

        RemoteFailure kind() {
            return kind;
        }
    }
}
