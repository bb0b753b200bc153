package io.pilab.cli;

import io.pilab.host.HostLocks;
import io.pilab.host.Parallel;
import io.pilab.host.ConnectedHost;
import io.pilab.host.Uninterrupted;
import io.pilab.lab.Host;
import io.pilab.remote.sshj.SshSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;

/** The same work on hosts of a lab, some at once; the failure of one is its own. */
final class HostWork {
    private final HostOptions options;
    private final Screen screen;
    private final PrintWriter out;
    private final PrintWriter err;
    private final String nothing;

    /** @param nothing what is said of a host on which there was nothing to do */
    HostWork(HostOptions options, Screen screen, String nothing) {
        this.options = options;
        this.screen = screen;
        this.out = screen.out();
        this.err = screen.err();
        this.nothing = nothing;
    }

    /** What is done on one host; what it throws is that host's failure. */
    interface Work {
        /** Before it. */
        HostSummary report(String host);

        /** Whether the host has to be ours alone. */
        boolean locking();

        void on(ConnectedHost session, HostSummary report, HostBoard board);
    }

    /** Whoever makes the locks knows what for; {@code tell} is told what becomes of them. */
    interface Locking {
        HostLocks locks(Consumer<String> tell);
    }

    /** Does it for {@code limit} hosts at once, prints what became of each, and returns the worst exit code. */
    int run(List<Host> hosts, int limit, Locking locking, Work work) {
        SshSettings ssh = options.ssh(); // it may ask, so it comes before anything is drawn
        List<String> names = hosts.stream().map(Host::name).toList();
        HostBoard board = HostBoard.of(options, screen, names);
        List<HostSummary> reports;
        try (Interrupt interrupt = new Interrupt(Thread.currentThread(), () -> board.note("interrupted: ending"));
                Connections connections = new Connections(ssh, hosts, screen.watcher());
                HostLocks locks = locking.locks(board::note)) {
            reports = Parallel.map(limit, connections.sessions(), s -> one(s, locks, work, board));
        } finally {
            board.close();
        }
        print(reports);
        return reports.stream().mapToInt(HostSummary::exitCode).max().orElse(ExitCode.DONE);
    }

    private static HostSummary one(ConnectedHost session, HostLocks locks, Work work, HostBoard board) {
        HostSummary report = work.report(session.name());
        try {
            board.tell(session.name(), "connecting to " + session.host().ssh());
            session.agent().install();
            if (work.locking()) {
                locks.take(session);
            }
            work.on(session, report, board);
            board.ended(session.name(), "done");
        } catch (RuntimeException e) {
            report.fail(e);
            board.ended(session.name(), "failed");
        } finally {
            Uninterrupted.run(() -> locks.release(session));
        }
        return report;
    }

    private void print(List<HostSummary> reports) {
        for (HostSummary report : reports) {
            if (options.json()) {
                out.println(report.json());
            } else {
                report.text(nothing, options.quiet).forEach(out::println);
            }
        }
        out.flush();
        List<HostSummary> failed =
                reports.stream().filter(r -> r.failure().isPresent()).toList();
        if (!failed.isEmpty()) {
            err.println("pilab: " + failed.size() + " of " + reports.size() + " hosts failed:");
            failed.forEach(r -> err.println(r.failure().orElseThrow().indent(2).stripTrailing()));
        }
    }
}
