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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands on one connection, and ends those on the host that are given up. */
final class CommandRunner {
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final byte[] NOTHING = {};
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final String host;
    private final SshConnection connection;
    private final Conversations conversations;
    private final Sudo sudo;
    private final CommandLines lines;

    CommandRunner(String host, Conversations conversations, Sudo sudo) {
        this.host = host;
        this.connection = conversations.connection();
        this.conversations = conversations;
        this.sudo = sudo;
        this.lines = sudo.lines();
    }

    CommandResult run(RemoteCommand command) {
        byte[] before = sudo.before(command, question -> alone(question, NOTHING));
        Optional<Conversation> shell = conversations.take(command, lines);
        CommandResult result =
                shell.flatMap(s -> inConversation(command, before, s)).orElseGet(() -> alone(command, before));
        return checked(command, result);
    }

    /** @return empty: the host runs no such shell, and has not run the command */
    private Optional<CommandResult> inConversation(RemoteCommand command, byte[] before, Conversation shell) {
        Deadline end = Deadline.in(command.timeout());
        try {
            if (shell.silent()) {
                demandAnswer(command, shell, end);
            }
            return Optional.of(await(command, shell.ask(command, before), shell.process(), end));
        } catch (Conversation.NotBegun e) {
            if (!shell.greeted()) {
                conversations.refuse();
            }
            return Optional.empty();
        } catch (RemoteException e) {
            shell.end();
            throw e;
        } finally {
            conversations.giveBack(shell);
        }
    }

    private void demandAnswer(RemoteCommand command, Conversation shell, Deadline end) {
        try {
            await(command, shell.ping(), shell.process(), end);
        } catch (RemoteException e) {
            throw e.beforeStart();
        }
    }

    /** @param before the beginning of standard input, for sudo; empty when sudo needs nothing */
    private CommandResult alone(RemoteCommand command, byte[] before) {
        Deadline end = Deadline.in(command.timeout());
        takeSlot(command, end);
        RunningCommand execution = new RunningCommand(command, before, lines, connection);
        execution.process().start();
        return await(command, execution.result(), execution.process(), end);
    }

    private CommandResult await(
            RemoteCommand command, Future<CommandResult> result, HostProcess process, Deadline end) {
        try {
            return result.get(end.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw giveUp(
                    command, process, RemoteFailure.TIMEOUT, "did not end within " + seconds(command.timeout()) + " s");
        } catch (InterruptedException e) {
            RemoteException interrupted = giveUp(command, process, RemoteFailure.INTERRUPTED, "was interrupted");
            Thread.currentThread().interrupt();
            throw interrupted;
        } catch (ExecutionException e) {
            throw failure(command, process, e.getCause());
        }
    }

    private RuntimeException failure(RemoteCommand command, HostProcess process, Throwable cause) {
        if (cause instanceof Conversation.NotBegun notBegun) {
            return notBegun;
        }
        if (cause instanceof RunningCommand.OverLimit) {
            return giveUp(
                    command,
                    process,
                    RemoteFailure.OUTPUT_LIMIT,
                    "wrote more than " + command.outputLimit() + " bytes");
        }
        if (cause instanceof RunningCommand.NotOurs notOurs) {
            return new RemoteException(host, notOurs.kind(), notOurs.getMessage());
        }
        RemoteException broken = connection.broken("running " + quoted(command), cause);
        return process.requested() ? broken : broken.beforeStart();
    }

    private void takeSlot(RemoteCommand command, Deadline end) {
        try {
            if (connection.slots().tryAcquire()) {
                return;
            }
            conversations.endIdle();
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
    private RemoteException giveUp(RemoteCommand command, HostProcess process, RemoteFailure kind, String why) {
        process.abandon();
        String last = process.lastWords();
        boolean ended = endOnHost(command, process);
        process.ordered();
        if (ended && !within(CLOSING, process.ended())) {
            process.leave();
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

    private boolean endOnHost(RemoteCommand command, HostProcess process) {
        try {
            return within(ENDING, connection.submit(() -> {
                Optional<Started> started = process.started().get();
                if (started.isPresent()) {
                    end(command, started.get(), process.before());
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
