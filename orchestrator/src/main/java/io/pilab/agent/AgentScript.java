package io.pilab.agent;

import java.util.Locale;

/** The scripts that we call on a host, each with the verbs that its header documents. */
public enum AgentScript {
    FACTS,
    PROBE,
    PROOF,
    CONDITION,
    MPTCP,
    ROUTING,
    LINK,
    ADDRESS,
    ENDPOINT,
    SETTING,
    DROP,
    QDISC,
    TRAFFIC,
    COMMAND,
    REBOOT,
    IMPAIR,
    WIFI,
    SNAPSHOT,
    RESTORE,
    DEADMAN,
    EXPERIMENT,
    PERSIST,
    SPOOL,
    IPERF3,
    BUILD,
    PACKAGES,
    APPLIED,
    LOCK;

    /** The file's name under agent-scripts. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT) + ".sh";
    }
}
