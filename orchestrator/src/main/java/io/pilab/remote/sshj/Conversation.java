package io.pilab.remote.sshj;

import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.time.Time;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import net.schmizz.sshj.connection.ConnectionException;

/**
 * One shell on the host that runs one command after the other, as root or as the login user ({@link Request}). A command costs
 * a round trip and its own process: no login shell, no sudo. It has one user at a time.
 */
final class Conversation implements HostProcess.Listener {
    /** A shell that was silent for longer may be behind a connection that is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final RemoteCommand NOTHING = RemoteCommand.of("true");

    private final CommandLines lines;
    private final SshConnection connection;
    private final String mark = "pilab-" + UUID.randomUUID();
    private final boolean asRoot;
    private Optional<HostProcess> shell = Optional.empty();
    private Request request = new Request(mark, 0, NOTHING);
    private CompletableFuture<CommandResult> result = CompletableFuture.completedFuture(null);
    private Optional<String> around = Optional.empty();
    private int outputFrom;
    private int errorsFrom;
    private long answeredAt;
    private boolean over;

    Conversation(boolean asRoot, CommandLines lines, SshConnection connection) {
        this.asRoot = asRoot;
        this.lines = lines;
        this.connection = connection;
    }

    boolean asRoot() {
        return asRoot;
    }

    /** The shell's process. Only after a first command. */
    HostProcess process() {
        return shell.orElseThrow();
    }

    /** Whether the host has ever answered. */
    synchronized boolean greeted() {
        return around.isPresent();
    }

    /** Whether the connection has to be tried before a command that must not run twice. */
    synchronized boolean silent() {
        return shell.isPresent() && Time.real().nanoTime() - answeredAt > SILENCE.toNanos();
    }

    /** Finds out whether the host still answers. */
    Future<CommandResult> ping() {
        return ask(NOTHING, new byte[0]);
    }

    /**
     * Runs a command. The future fails with {@link NotBegun} when the host has not taken the command, and as that of a
     * {@link RunningCommand} does.
     *
     * @param before the input for sudo, for a first command
     */
    synchronized Future<CommandResult> ask(RemoteCommand command, byte[] before) {
        request = new Request(mark, request.number() + 1, command);
        result = new CompletableFuture<>();
        if (over) {
            result.completeExceptionally(new NotBegun());
        } else if (shell.isPresent()) {
            process().output().restart(command.outputLimit() + CommandLines.OVERHEAD);
            process().errors().restart(command.outputLimit() + CommandLines.OVERHEAD);
            process().send(request.bytes());
        } else {
            begin(command.outputLimit(), before);
        }
        return result;
    }

    /** It takes no more commands. */
    synchronized void end() {
        over = true;
        shell.ifPresent(HostProcess::leave);
    }

    synchronized boolean over() {
        return over;
    }

    private void begin(int limit, byte[] before) {
        RemoteCommand loop = RemoteCommand.of("sh", "-c", Request.LOOP, "sh", mark);
        String line = lines.runKnowingConnection(asRoot ? loop.root() : loop, before.length > 0);
        HostProcess process = new HostProcess(line, before, request.bytes(), limit, lines, connection, this);
        shell = Optional.of(process.keepingInputOpen());
        process.start();
    }

    @Override
    public synchronized void progress() {
        if (result.isDone()) {
            return; // of something that a command has left behind
        }
        if (around.isEmpty() && !begun()) {
            return;
        }
        byte[] last = process().output().last(Request.TAIL);
        if (request.end(last).isPresent()
                && request.end(process().errors().last(Request.TAIL)).isPresent()) {
            byte[] output = process().output().bytes();
            byte[] errors = process().errors().bytes();
            Request.Mark mark = request.end(output).orElseThrow();
            complete(
                    mark.code(),
                    output,
                    mark.from(),
                    errors,
                    request.end(errors).orElseThrow().from());
        } else if (lines.closed(last)) {
            process().closeInput(); // the shell was killed, and a server may wait for the end of its input
        }
    }

    private boolean begun() {
        byte[] output = process().output().bytes();
        byte[] errors = process().errors().bytes();
        Optional<Request.Mark> ofOutput = request.first(output);
        Optional<Request.Mark> ofErrors = request.first(errors);
        if (ofOutput.isEmpty() || ofErrors.isEmpty()) {
            return false;
        }
        around = Optional.of(lines.output(output).around().strip());
        outputFrom = ofOutput.get().to();
        errorsFrom = ofErrors.get().to();
        return true;
    }

    private void complete(int code, byte[] output, int outputTo, byte[] errors, int errorsTo) {
        answeredAt = Time.real().nanoTime();
        CommandResult answer = new CommandResult(
                code,
                Arrays.copyOfRange(output, outputFrom, outputTo),
                Arrays.copyOfRange(errors, errorsFrom, errorsTo),
                around.orElse(""));
        outputFrom = 0;
        errorsFrom = 0;
        result.complete(answer);
    }

    @Override
    public synchronized void overLimit() {
        result.completeExceptionally(new RunningCommand.OverLimit());
    }

    @Override
    public synchronized void failed(Throwable why) {
        over = true;
        result.completeExceptionally(process().requested() ? why : new NotBegun());
    }

    @Override
    public synchronized void ended(OptionalInt code) throws ConnectionException {
        over = true;
        progress();
        if (result.isDone()) {
            return;
        }
        byte[] output = process().output().bytes();
        byte[] errors = process().errors().bytes();
        if (around.isEmpty()
                && request.first(output).isEmpty()
                && request.first(errors).isEmpty()) {
            result.completeExceptionally(new NotBegun());
        } else if (code.isEmpty()) {
            throw new ConnectionException("the server closed the channel without an exit status");
        } else if (code.getAsInt() <= 0 || code.getAsInt() > 255) {
            throw new RunningCommand.NotOurs(RemoteFailure.REFUSED, "the end of its answer is missing");
        } else {
            complete(code.getAsInt(), output, output.length, errors, errors.length);
        }
    }

    /** The host runs no shell that takes commands; the command has not run. */
    static final class NotBegun extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
