package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.SettingScript;
import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import java.util.Set;

/** One of a few settings of the kernel changes. */
@Variant("One of a few settings of the kernel changes.")
public record Sysctl(
        @Parameter("The setting.") Key key,
        @Parameter(value = "Its value.", most = Sysctl.MOST) int value) implements Fault {
    public static final int MOST = 1_000_000;

    /** The settings that may be touched; the agent script {@code setting.sh} has the same list. */
    public enum Key {
        STALE_LOSS_CNT("net.mptcp.stale_loss_cnt"),
        ADD_ADDR_TIMEOUT("net.mptcp.add_addr_timeout"),
        CLOSE_TIMEOUT("net.mptcp.close_timeout"),
        BLACKHOLE_TIMEOUT("net.mptcp.blackhole_timeout"),
        ALLOW_JOIN_INITIAL_ADDR_PORT("net.mptcp.allow_join_initial_addr_port"),
        TCP_RETRIES2("net.ipv4.tcp_retries2");

        private final String name;

        Key(String name) {
            this.name = name;
        }

        /** As sysctl(8) calls it. */
        @Override
        public String toString() {
            return name;
        }
    }

    public Sysctl {
        if (value > MOST) {
            throw new IllegalArgumentException("sysctl takes values from 0 to " + MOST);
        }
    }

    @Override
    public AgentCommand inject(Site site) {
        return SettingScript.sysctl(key.toString(), value);
    }

    @Override
    public AgentCommand heal(Site site) {
        return SettingScript.healSysctl(key.toString());
    }

    @Override
    public Set<String> interfaces() {
        return Set.of();
    }

    @Override
    public boolean ofPair() {
        return true;
    }

    @Override
    public boolean ofMptcp() {
        return key.toString().startsWith("net.mptcp.");
    }

    @Override
    public Set<String> settings() {
        return Set.of(key.toString());
    }
}
