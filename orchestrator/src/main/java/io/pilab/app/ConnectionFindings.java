package io.pilab.app;

import io.pilab.doctor.Finding;
import io.pilab.doctor.HostCheck;
import io.pilab.lab.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.ShellQuote;
import java.util.ArrayList;
import java.util.List;

/** What a connection, or a refused one, says of the checks that come before every other. */
final class ConnectionFindings {
    private static final String CURE = "Cure: ";

    private ConnectionFindings() {}

    static List<Finding> connected(SshTarget ssh) {
        return List.of(
                Finding.ok(HostCheck.REACHABLE, ssh.toString()),
                Finding.ok(HostCheck.HOST_KEY, "known"),
                Finding.ok(HostCheck.LOGIN, "as " + ssh.user()));
    }

    /** Something else than our commands writes on their standard output. */
    static Finding greeting(String text) {
        return Finding.warning(
                HostCheck.LOGIN,
                "what the login itself writes is passed over: '" + text + "'",
                "Let ~/.bashrc, ~/.ssh/rc or the forced command write nothing where there is no terminal; copies by SFTP may"
                        + " fail on it");
    }

    /** What is left to say when it ended; {@code said} is what was said before. */
    static List<Finding> refused(RemoteException e, SshTarget ssh, List<Finding> said) {
        List<Finding> findings = new ArrayList<>();
        HostCheck failed = switch (e.kind()) {
            case HOST_KEY_UNKNOWN, HOST_KEY_CHANGED -> HostCheck.HOST_KEY;
            case KEY, CONFIGURATION, AUTHENTICATION, NO_COMMANDS -> HostCheck.LOGIN;
            case SUDO -> HostCheck.SUDO;
            case OUTPUT_LIMIT, TRANSFER -> HostCheck.SCRIPTS;
            default -> said.isEmpty() ? HostCheck.REACHABLE : HostCheck.SCRIPTS;
        };
        boolean asked = e.kind() != RemoteException.RemoteFailure.KEY
                && e.kind() != RemoteException.RemoteFailure.CONFIGURATION;
        if (said.isEmpty() && failed != HostCheck.REACHABLE) {
            findings.add(asked ? Finding.ok(HostCheck.REACHABLE, ssh.toString()) : notChecked(HostCheck.REACHABLE));
        }
        if (said.isEmpty() && failed == HostCheck.LOGIN) {
            findings.add(asked ? Finding.ok(HostCheck.HOST_KEY, "known") : notChecked(HostCheck.HOST_KEY));
        }
        findings.add(split(failed, e.getMessage().substring(e.host().length() + 2), ssh));
        return findings;
    }

    private static Finding notChecked(HostCheck check) {
        return Finding.unknown(check, "not checked: the host was not asked", "First the check 'login' below.");
    }

    /** Such a message is a reason, then what to do: parted by the first full stop, or else by the first semicolon. */
    private static Finding split(HostCheck check, String message, SshTarget ssh) {
        for (String separator : List.of(". ", "; ")) {
            int at = message.indexOf(separator);
            if (at > 0) {
                String rest = message.substring(at + separator.length());
                return Finding.failed(
                        check, message.substring(0, at), rest.startsWith(CURE) ? rest.substring(CURE.length()) : rest);
            }
        }
        return Finding.failed(
                check,
                message,
                "See why: ssh -v -p " + ssh.port() + " " + ShellQuote.join(List.of(ssh.user() + "@" + ssh.address())));
    }
}
