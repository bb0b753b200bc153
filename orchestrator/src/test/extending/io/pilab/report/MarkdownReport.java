package io.pilab.report;

import io.pilab.verdict.TrialResult;

/** For an issue or a chat: result.md, a row for each trial. */
record MarkdownReport() implements ReportFormat {
    @Override
    public String name() {
        return "markdown";
    }

    @Override
    public String fileName() {
        return "result.md";
    }

    @Override
    public String render(JudgedRun run) {
        StringBuilder text = new StringBuilder("# " + run.run().run() + ": " + run.result().outcome() + "\n\n");
        text.append("| trial | arm | outcome |\n|---|---|---|\n");
        for (TrialResult trial : run.result().trials()) {
            text.append("| " + trial.number() + " | " + trial.arm().name() + " | " + trial.outcome() + " |\n");
        }
        return text.toString();
    }
}
