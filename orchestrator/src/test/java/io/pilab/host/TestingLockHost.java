package io.pilab.host;

import io.pilab.TestingLabs;
import io.pilab.remote.Agent;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.TestingRemote;
import io.pilab.time.TestingTime;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A host whose lock.sh is real in all but the shell; its uptime is the time's virtual time. */
final class TestingLockHost {
    private final TestingTime time;
    private final TestingRemote remote;
    private String token = "";
    private String owner = "";
    private String run = "";
    private long expires;

    TestingLockHost(String name, TestingTime time) {
        this.time = time;
        this.remote =
                new TestingRemote(name).answer(w -> w.size() > 2 && w.get(1).endsWith("/lock.sh"), this::lock);
    }

    TestingRemote remote() {
        return remote;
    }

    Agent agent() {
        return new Agent(remote);
    }

    ConnectedHost session() {
        return new ConnectedHost(TestingLabs.blogDemo().host(remote.host()).orElseThrow(), agent());
    }

    HostLock lock(String who, String what) {
        return new HostLock(agent(), new LockOwner(who, what), time);
    }

    String token() {
        return token;
    }

    String holder() {
        return held() ? owner + " " + run : "";
    }

    void restarts() {
        token = "";
    }

    CommandResult answerTo(RemoteCommand command) {
        return lock(command);
    }

    private synchronized CommandResult lock(RemoteCommand command) {
        List<String> words = command.words();
        String asked = words.get(3);
        return switch (words.get(2)) {
            case "acquire" -> acquire(words, asked);
            case "renew" -> {
                boolean ours = token.equals(asked);
                expires = ours ? seconds() + Long.parseLong(words.get(4)) : expires;
                yield answer("renewed", ours);
            }
            case "release" -> {
                boolean ours = token.equals(asked);
                token = ours ? "" : token;
                yield TestingRemote.result(0, "{\"changed\":" + ours + "}", "");
            }
            default -> throw new AssertionError(words);
        };
    }

    private CommandResult acquire(List<String> words, String asked) {
        if (held() && !token.equals(asked) && !words.contains("steal")) {
            return answer("acquired", false);
        }
        token = asked;
        owner = words.get(4);
        run = words.get(5);
        expires = seconds() + Long.parseLong(words.get(6));
        return answer("acquired", true);
    }

    private boolean held() {
        return !token.isEmpty() && expires > seconds();
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(time.nanoTime());
    }

    private CommandResult answer(String name, boolean value) {
        String holder = held()
                ? ",\"owner\":\"" + owner + "\",\"run\":\"" + run
                        + "\",\"since\":\"2026-11-22T06:03:34Z\",\"expires_in\":" + (expires - seconds())
                : "";
        return TestingRemote.result(value ? 0 : 1, "{\"" + name + "\":" + value + holder + "}", "");
    }
}
