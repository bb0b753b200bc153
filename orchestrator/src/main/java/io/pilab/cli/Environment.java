package io.pilab.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** The environment of the process, read once here and passed down. */
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
