package io.pilab.remote.sshj;

import io.pilab.lab.Excerpt;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import net.schmizz.sshj.connection.ConnectionException;

/** One command in a process of its own. */
final class RunningCommand implements HostProcess.Listener {
    private final CommandLines lines;
    private final HostProcess process;
    private final CompletableFuture<CommandResult> result = new CompletableFuture<>();

    RunningCommand(RemoteCommand command, byte[] before, CommandLines lines, SshConnection connection) {
        this.lines = lines;
        this.process = new HostProcess(
                lines.run(command, before.length > 0),
                before,
                command.input(),
                command.outputLimit(),
                lines,
                connection,
                this);
    }

    HostProcess process() {
        return process;
    }

    /** The result, or an {@link IOException} of the connection, or an {@link OverLimit}, or a {@link NotOurs}. */
    Future<CommandResult> result() {
        return result;
    }

    @Override
    public void progress() {
        // the answer is looked at when it is whole
    }

    @Override
    public void overLimit() {
        result.completeExceptionally(new OverLimit());
    }

    @Override
    public void failed(Throwable why) {
        result.completeExceptionally(why);
    }

    @Override
    public void ended(OptionalInt code) throws IOException {
        if (code.isEmpty()) {
            throw new ConnectionException("the server closed the channel without an exit status");
        }
        CommandLines.Stream out = lines.output(process.output().bytes());
        CommandLines.Stream err = lines.errors(process.errors().bytes());
        if (code.getAsInt() < 0 || code.getAsInt() > 255) {
            throw new NotOurs(RemoteFailure.REFUSED, "an exit code that does not exist: " + code.getAsInt());
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
        result.complete(new CommandResult(
                code.getAsInt(), out.own(), err.own(), out.around().strip()));
    }

    private static String said(CommandLines.Stream stream) {
        String text = Excerpt.of(new String(stream.own(), StandardCharsets.UTF_8));
        return text.isEmpty() ? "" : "; it wrote: " + text;
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
