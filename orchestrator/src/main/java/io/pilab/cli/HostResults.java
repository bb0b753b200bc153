package io.pilab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.app.Cancellation;
import io.pilab.app.Controller;
import io.pilab.app.HostProgress;
import io.pilab.app.HostSummary;
import io.pilab.lab.Host;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Shows work on several hosts in progress, then the result of each. */
final class HostResults {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HostOptions options;
    private final Screen screen;
    private final PrintWriter out;
    private final PrintWriter err;
    private final String nothing;

    /** @param nothing the text for a host on which there was nothing to do */
    HostResults(HostOptions options, CommandSpec spec, String nothing) {
        this.options = options;
        this.screen = ScreenOwner.of(spec);
        this.out = screen.out();
        this.err = screen.err();
        this.nothing = nothing;
    }

    /** Work on hosts. */
    interface HostTask {
        List<HostSummary> on(Controller controller, HostProgress progress, Cancellation cancellation);
    }

    /** Does the work and prints the result of each host. */
    List<HostSummary> show(List<Host> hosts, HostTask work) {
        Controller controller = options.controller(); // may ask for a password, so it comes before anything is drawn
        Cancellation cancellation = new Cancellation();
        HostBoard board =
                HostBoard.of(options, screen, hosts.stream().map(Host::name).toList());
        List<HostSummary> summaries;
        try (Interrupt interrupt = new Interrupt(() -> {
            board.note("interrupted: ending");
            cancellation.cancel();
        })) {
            summaries = work.on(controller, board, cancellation);
        } finally {
            board.close();
        }
        print(summaries);
        return summaries;
    }

    /** The highest exit code of all hosts. */
    static int exitCode(List<HostSummary> summaries) {
        return summaries.stream()
                .flatMap(summary -> summary.failure().stream())
                .mapToInt(failure -> ExitCode.of(failure).orElse(ExitCode.BROKEN))
                .max()
                .orElse(ExitCode.DONE);
    }

    private void print(List<HostSummary> summaries) {
        for (HostSummary summary : summaries) {
            if (options.json()) {
                out.println(json(summary));
            } else {
                print(summary);
            }
        }
        out.flush();
        List<String> failed = summaries.stream()
                .map(HostSummary::failureText)
                .flatMap(Optional::stream)
                .toList();
        if (!failed.isEmpty()) {
            err.println("pilab: " + failed.size() + " of " + summaries.size() + " hosts failed:");
            failed.forEach(text -> err.println(text.indent(2).stripTrailing()));
        }
    }

    private void print(HostSummary summary) {
        String none = summary.nothing() ? " " + nothing : "";
        out.println(summary.host() + ":" + (summary.failure().isEmpty() ? none : " failed"));
        summary.lines().forEach(line -> out.println("  " + line));
        if (!options.quiet) {
            summary.notes().forEach(note -> out.println("  " + note));
        }
    }

    private static String json(HostSummary summary) {
        try {
            return JSON.writeValueAsString(summary.values());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
