package io.pilab.clean;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A host as it comes, in a container: sshd, the user pi, and nothing of pilab. */
public final class CleanHost implements AutoCloseable {
    /** What root of a Pi has and a container's has not: links, routes and settings; mounts; other users' processes. */
    private static final Capability[] CAPABILITIES = {
        Capability.NET_ADMIN, Capability.SYS_ADMIN, Capability.SYS_PTRACE, Capability.SYS_NICE
    };

    private static final String COMMAND = "mount -o remount,rw /proc/sys; mkdir -p /run/sshd /run/lock;"
            + " ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key; exec /usr/sbin/sshd -D -e";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final GenericContainer<?> container;

    private CleanHost(GenericContainer<?> container) {
        this.container = container;
    }

    /** Without a network. */
    static CleanHost start(String image, String name) {
        return start(container(image, name).withNetworkMode("none"));
    }

    /** With eth0 in one network and wlan0 in the other; whoever has the key may log in as pi. */
    public static CleanHost start(String image, String name, Network eth0, Network wlan0, String publicKey) {
        CleanHost host = start(container(image, name).withNetwork(eth0));
        CleanImage.client()
                .connectToNetworkCmd()
                .withContainerId(host.id())
                .withNetworkId(wlan0.getId())
                .exec();
        host.must("ip link set eth1 down && ip link set eth1 name wlan0 && ip link set wlan0 up");
        host.must("echo '" + publicKey + "' > ~pi/.ssh/authorized_keys");
        return host;
    }

    private static GenericContainer<?> container(String image, String name) {
        return new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(ignored -> false)
                .withTmpFs(Map.of("/run", "rw,nosuid,nodev,mode=755"))
                .withCreateContainerCmdModifier(create -> {
                    create.withHostName(name).withCmd("sh", "-c", COMMAND);
                    Objects.requireNonNull(create.getHostConfig())
                            .withCapAdd(CAPABILITIES)
                            .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"));
                })
                .waitingFor(Wait.forLogMessage(".*Server listening on.*\\n", 1));
    }

    private static CleanHost start(GenericContainer<?> container) {
        container.start();
        return new CleanHost(container);
    }

    String id() {
        return container.getContainerId();
    }

    /** Runs a shell command as root. */
    public Container.ExecResult exec(String command) {
        try {
            return container.execInContainer("sh", "-c", command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Likewise; its output. It has to succeed. */
    public String must(String command) {
        Container.ExecResult result = exec(command);
        assertThat(result.getExitCode())
                .describedAs("%s: %s%s", command, result.getStdout(), result.getStderr())
                .isZero();
        return result.getStdout();
    }

    /** Whether a shell condition holds. */
    public boolean holds(String condition) {
        return exec(condition).getExitCode() == 0;
    }

    public void put(MountableFile file, String path) {
        container.copyFileToContainer(file, path);
    }

    /** The IPv4 address with its prefix length. */
    public String address(String device) {
        return must("ip -o -4 addr show dev " + device).split("\\s+")[3];
    }

    /** Waits until a shell condition holds. */
    public void await(String condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "never held: " + condition + "\n" + exec("ps -ef").getStdout());
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** The names in a folder; none when it is not there. */
    public List<String> names(String folder) {
        return exec("ls -A " + folder + " 2>/dev/null").getStdout().lines().toList();
    }

    @Override
    public void close() {
        container.stop();
    }
}
