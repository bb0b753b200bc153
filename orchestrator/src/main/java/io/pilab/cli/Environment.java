package io.pilab.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** What the process was started with. Read here, and handed down from here. */
final class Environment {
    private Environment() {}

    static Map<String, String> variables() {
        return System.getenv();
    }

    /** {@code user@machine}. */
    static String controllerName() {
        return System.getProperty("user.name") + "@" + machine();
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
