package io.pilab.remote.sshj;

import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.remote.ShellQuote;
import io.pilab.remote.sshj.CommandLines.Started;
import io.pilab.time.Deadline;
import io.pilab.time.Uninterrupted;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands on one connection, and ends those on the host that are given up. */
final class CommandRunner {
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final byte[] NOTHING = {};
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final String host;
    private final SshConnection connection;
    private final Sudo sudo;
    private final CommandLines lines;

    CommandRunner(String host, SshConnection connection, Sudo sudo) {
        this.host = host;
        this.connection = connection;
        this.sudo = sudo;
        this.lines = sudo.lines();
    }

    CommandResult run(RemoteCommand command) {
        return run(command, sudo.before(command, question -> run(question, NOTHING)));
    }

    /** @param before the beginning of standard input, for sudo; empty when sudo needs nothing */
    private CommandResult run(RemoteCommand command, byte[] before) {
        Deadline end = Deadline.in(command.timeout());
        takeSlot(command, end);
        RunningCommand execution = start(command, before);
        try {
            CommandResult result = execution.result().get(end.nanosLeft(), TimeUnit.NANOSECONDS);
            return checked(command, result);
        } catch (TimeoutException e) {
            throw giveUp(
                    command,
                    execution,
                    RemoteFailure.TIMEOUT,
                    "did not end within " + seconds(command.timeout()) + " s");
        } catch (InterruptedException e) {
            RemoteException interrupted = giveUp(command, execution, RemoteFailure.INTERRUPTED, "was interrupted");
            Thread.currentThread().interrupt();
            throw interrupted;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunningCommand.OverLimit) {
                throw giveUp(
                        command,
                        execution,
                        RemoteFailure.OUTPUT_LIMIT,
                        "wrote more than " + command.outputLimit() + " bytes");
            }
            if (e.getCause() instanceof RunningCommand.NotOurs notOurs) {
                throw new RemoteException(host, notOurs.kind(), notOurs.getMessage());
            }
            RemoteException broken = connection.broken("running " + quoted(command), e.getCause());
            throw execution.requested() ? broken : broken.beforeStart();
        }
    }

    private void takeSlot(RemoteCommand command, Deadline end) {
        try {
            if (!connection.slots().tryAcquire(end.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw new RemoteException(
                                host,
                                RemoteFailure.TIMEOUT,
                                quoted(command) + " did not start within " + seconds(command.timeout()) + " s: all "
                                        + SshConnection.CHANNELS + " channels are busy")
                        .beforeStart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException(
                            host, RemoteFailure.INTERRUPTED, quoted(command) + " was interrupted before it started", e)
                    .beforeStart();
        }
    }

    private RunningCommand start(RemoteCommand command, byte[] before) {
        RunningCommand execution = new RunningCommand(command, before, lines, connection);
        try {
            connection.workers().execute(() -> {
                try {
                    execution.run();
                } finally {
                    connection.slots().release();
                }
            });
        } catch (RejectedExecutionException e) {
            connection.slots().release();
            throw connection.notConnected();
        }
        return execution;
    }

    private CommandResult checked(RemoteCommand command, CommandResult result) {
        Optional<String> refusal = lines.refusal(command, result);
        if (refusal.isPresent()) {
            throw new RemoteException(
                            host,
                            RemoteFailure.SUDO,
                            quoted(command) + " needs root, but: " + refusal.get() + ". Cure: "
                                    + lines.cure(refusal.get()))
                    .beforeStart();
        }
        return result;
    }

    /** Ends the command on the host. If that fails, ends the connection instead. */
    private RemoteException giveUp(RemoteCommand command, RunningCommand execution, RemoteFailure kind, String why) {
        execution.abandon();
        String last = execution.lastWords();
        boolean ended = endOnHost(command, execution);
        execution.ordered();
        if (ended && !within(CLOSING, execution.ended())) {
            execution.leave();
        }
        if (!ended) {
            connection.abort("it did not take the order to end a command");
        }
        return new RemoteException(
                host,
                kind,
                quoted(command) + " " + why
                        + (ended
                                ? " and was ended"
                                : "; it could not be ended, so the connection was, and it may still run")
                        + last);
    }

    private boolean endOnHost(RemoteCommand command, RunningCommand execution) {
        try {
            return within(ENDING, connection.submit(() -> {
                Optional<Started> started = execution.started().get();
                if (started.isPresent()) {
                    end(command, started.get(), execution.before());
                }
                return true;
            }));
        } catch (RemoteException e) {
            return false;
        }
    }

    private void end(RemoteCommand command, Started started, byte[] before) throws IOException, InterruptedException {
        connection.enders().acquire();
        try {
            ExecChannel channel = connection.startSession();
            channel.exec(lines.end(command, started, before.length > 0));
            try (OutputStream stdin = channel.getOutputStream()) {
                stdin.write(before);
            }
            channel.join();
        } finally {
            connection.enders().release();
        }
    }

    /** Waits also when interrupted, since it waits for the end of the interrupted command. */
    private static boolean within(Duration limit, Future<Boolean> done) {
        return Uninterrupted.result(done, limit).orElse(false);
    }

    private static String quoted(RemoteCommand command) {
        String line = ShellQuote.join(command.words());
        return "'" + (line.length() > 200 ? line.substring(0, 200) + "..." : line) + "'";
    }

    private static String seconds(Duration time) {
        return Double.toString(time.toMillis() / 1000.0).replaceAll("\\.0$", "");
    }
}
