package io.pilab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.plan.Phase;
import io.pilab.plan.TrialPlan;
import io.pilab.record.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnfailingListenerTest {
    private final List<String> told = new ArrayList<>();

    /** Shows lines, and fails at every event. */
    private final RunListener listener = new UnfailingListener(new RunListener() {
        @Override
        public void progress(Phase phase, String text) {
            if (text.isEmpty()) {
                throw new IllegalStateException("empty");
            }
            told.add(text);
        }

        @Override
        public void trial(TrialPlan plan, int of) {}

        @Override
        public void event(Event event) {
            throw new IllegalStateException("boom");
        }
    });

    @Test
    void aFailureIsToldOnceAndTheRunGoesOn() {
        Event link = new Event.Link(1, "client", "wlan0", true, true);
        listener.event(link);
        listener.progress(Phase.MEASURE, "");
        listener.event(link);
        listener.progress(Phase.RESTORE, "what was captured");

        assertThat(told)
                .containsExactly(
                        "the run goes on, but it cannot be shown: java.lang.IllegalStateException: boom",
                        "what was captured");
    }
}
