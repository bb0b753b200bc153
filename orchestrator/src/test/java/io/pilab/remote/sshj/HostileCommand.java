package io.pilab.remote.sshj;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** What a server runs in place of a command of ours. */
final class HostileCommand implements Command, Runnable {
    /** Writes what it likes; the exit code. */
    interface Behaviour {
        int run(HostileCommand command) throws IOException, InterruptedException;
    }

    private static final Pattern MARK = Pattern.compile("pilab-[0-9a-f-]{36}");

    private final String asked;
    private final Behaviour behaviour;
    private final Thread thread = new Thread(this, "hostile");
    private OutputStream out;
    private OutputStream err;
    private ExitCallback ended;

    HostileCommand(String asked, Behaviour behaviour) {
        this.asked = asked;
        this.behaviour = behaviour;
    }

    OutputStream out() {
        return out;
    }

    OutputStream err() {
        return err;
    }

    /** The whole line that was asked for. */
    String asked() {
        return asked;
    }

    /** The mark between which the answer is looked for. */
    String mark() {
        Matcher found = MARK.matcher(asked);
        return found.find() ? found.group() : "";
    }

    @Override
    public void setInputStream(InputStream stream) {}

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        ended = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            ended.onExit(behaviour.run(this));
        } catch (IOException | InterruptedException e) {
            ended.onExit(255);
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        thread.interrupt();
    }
}
