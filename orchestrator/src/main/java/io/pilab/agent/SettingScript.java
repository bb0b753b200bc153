package io.pilab.agent;

/** Calls of {@code setting.sh}: MPTCP's limits and sysctls as a fault changes them. */
public final class SettingScript {
    private SettingScript() {}

    /** Sets the limits, each from 0 to 8. */
    public static AgentCommand limits(int subflows, int addAddrAccepted) {
        return AgentCommand.of(
                AgentScript.SETTING, "limits", Integer.toString(subflows), Integer.toString(addAddrAccepted));
    }

    /** Brings the limits back as the trial saved them. */
    public static AgentCommand healLimits() {
        return AgentCommand.of(AgentScript.SETTING, "heal", "limits");
    }

    /** Sets one of a fixed list of sysctls. */
    public static AgentCommand sysctl(String key, int value) {
        return AgentCommand.of(AgentScript.SETTING, "sysctl", key, Integer.toString(value));
    }

    /** Brings the sysctl back as the trial saved it. */
    public static AgentCommand healSysctl(String key) {
        return AgentCommand.of(AgentScript.SETTING, "heal", key);
    }
}
