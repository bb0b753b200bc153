package io.pilab.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.plan.Phase;
import io.pilab.progress.RunEvent.HostSaid;
import io.pilab.progress.RunEvent.PhaseBegan;
import io.pilab.record.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunListenersTest {
    private final List<String> told = new ArrayList<>();
    private final List<RunEvent> heard = new ArrayList<>();

    /** Shows lines, and fails at every event. */
    private void show(RunEvent event) {
        if (event instanceof HostSaid said && !said.text().isEmpty()) {
            told.add(said.text());
        } else if (event instanceof PhaseBegan phase) {
            told.add(phase.text());
        } else {
            throw new IllegalStateException("boom");
        }
    }

    @Test
    void aFailureIsToldOnceAndTheRunGoesOnForTheOthers() {
        RunListeners listeners = new RunListeners(List.of(this::show, heard::add));
        Event link = new Event.Link(1, "client", "wlan0", true, true);
        listeners.happened(link);
        listeners.said(Phase.MEASURE, "");
        listeners.happened(link);
        listeners.began(Phase.RESTORE, "what was captured");

        assertThat(told)
                .containsExactly(
                        "the run continues, but it cannot be shown: java.lang.IllegalStateException: boom",
                        "what was captured");
        assertThat(heard)
                .containsExactly(
                        new RunEvent.Happened(link),
                        new HostSaid(Phase.MEASURE, ""),
                        new RunEvent.Happened(link),
                        new PhaseBegan(Phase.RESTORE, "what was captured"));
    }
}
