package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** A network namespace with a Pi's two interfaces, the far ends of their cables in it as well; gone when closed. */
final class TestNamespace implements AutoCloseable {
    private final ScriptRunner tools;
    private final String name;

    TestNamespace(ScriptRunner tools) {
        this.tools = tools;
        name = "pilab-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1_000_000;
        outside("ip netns add " + name);
        try {
            cable("eth0");
            cable("wlan0");
            ip("link set lo up");
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    private void cable(String end) {
        ip("link add " + end + " type veth peer name " + end + "-far");
        ip("link set " + end + " up");
        ip("link set " + end + "-far up");
    }

    /** Runs {@code ip} inside; it must succeed. */
    String ip(String words) {
        return run("ip " + words);
    }

    /** Runs a command inside, its words parted by blanks; it must succeed. */
    String run(String words) {
        return outside("ip netns exec " + name + " " + words);
    }

    private String outside(String words) {
        ScriptResult result = tools.command(List.of(words.split(" ")));
        assertThat(result.exitCode()).as("%s: %s", words, result.stderr()).isZero();
        return result.stdout();
    }

    @Override
    public void close() {
        outside("ip netns del " + name);
    }
}
