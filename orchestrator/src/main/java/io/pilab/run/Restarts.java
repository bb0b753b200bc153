package io.pilab.run;

import io.pilab.plan.HostShare;
import io.pilab.remote.RemoteException;
import io.pilab.run.SpoolReader.ShareState;
import io.pilab.time.Deadline;
import io.pilab.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What happens to a trial whose hosts are restarted in its course, by its own faults or from outside. */
final class Restarts {
    private final List<HostTrial> planned;
    private final Time time;
    private final Map<HostTrial, Deadline> deadlines = new HashMap<>();

    Restarts(List<HostTrial> hosts, Time time) {
        this.planned =
                hosts.stream().filter(h -> h.share().restart().isPresent()).toList();
        this.time = time;
    }

    /** How much longer the trial may take because of them. */
    Duration allowance() {
        return planned.isEmpty() ? Duration.ZERO : HostShare.BOOT;
    }

    /** Whether the host's share has ended with the restart that the trial asked for, its spool being there. */
    static boolean asPlanned(HostTrial host, ShareState state) {
        return state == ShareState.DIED
                && host.share().restart().isPresent()
                && (host.session().restarted() || fired(host));
    }

    private static boolean fired(HostTrial host) {
        return host.log().hasFired(host.share().restart().orElseThrow());
    }

    /** What is lost, when the host was restarted and has kept nothing. */
    static Optional<String> loss(HostTrial host, ShareState state) {
        return state == ShareState.ABSENT && host.session().restarted()
                ? Optional.of(
                        host.session().name() + ": was restarted during the trial; of what it recorded there is only"
                                + " what had been read before")
                : Optional.empty();
    }

    /** Why a trial did not end: {@code text}, or a host that has not come back. */
    String explained(String text) {
        String away = planned.stream()
                .filter(h -> !h.session().restarted())
                .map(h -> h.session().name())
                .filter(name -> text.startsWith(name + ": "))
                .collect(Collectors.joining());
        return away.isEmpty() ? text : away + ": did not come back from its restart; " + text;
    }

    /** Waits until each host whose fault was fired has really restarted; the problem, if one does not. */
    Optional<String> await() throws InterruptedException {
        for (HostTrial host : planned) {
            Optional<String> problem = await(host);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /** The same for a trial that was ended before its time; what its hosts do not report now is not waited for. */
    Optional<String> awaitFired() throws InterruptedException {
        for (HostTrial host : planned) {
            Optional<String> problem = firedByNow(host) ? await(host) : Optional.empty();
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static boolean firedByNow(HostTrial host) {
        try {
            host.poll();
        } catch (RemoteException e) {
            host.reconnect(); // it may be on its way already
        }
        return fired(host);
    }

    private Optional<String> await(HostTrial host) throws InterruptedException {
        Deadline deadline = deadlines.computeIfAbsent(host, h -> Deadline.in(HostShare.BOOT, time));
        String last = host.session().name() + ": the fault was fired, but the host was not restarted within "
                + HostShare.BOOT.toSeconds() + " s";
        while (!host.session().restarted()) {
            try {
                host.poll();
                if (!fired(host)) {
                    return Optional.empty(); // the traffic was over before
                }
            } catch (RemoteException e) {
                last = explained(e.getMessage());
                host.reconnect();
            }
            if (deadline.passed()) {
                return Optional.of(last);
            }
            time.sleep(HostTrial.POLL);
        }
        return Optional.empty();
    }
}
