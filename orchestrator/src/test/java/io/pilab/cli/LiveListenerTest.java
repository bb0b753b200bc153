package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.Arm;
import io.pilab.plan.Phase;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.progress.RunEvent;
import io.pilab.scenario.Scenario;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingTrial;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a run says of itself while nothing comes from the hosts. */
class LiveListenerTest {
    private final StringWriter text = new StringWriter();
    private final AtomicLong clock = new AtomicLong();
    private final Screen screen = new Screen(new PrintWriter(text), new PrintWriter(text), true, 80, clock::get);

    private String after(long seconds) {
        text.getBuffer().setLength(0);
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
        screen.tick();
        return text.toString();
    }

    @Test
    void saysHowFarThePhaseIsAndThatIperf3HangsUntilItsTimeLimit() {
        RunPlan plan = Planner.plan(
                TestingLab.lab(), TestingLab.lab().pairs().get(0), TestingLab.scenario(List.of(Arm.MPTCP)));
        screen.during(false, () -> {
            try (LiveListener listener = new LiveListener(screen, new OutputOptions(), plan)) {
                listener.on(new RunEvent.PhaseBegan(Phase.CONNECT, "to pi@10.0.0.1"));
                assertThat(after(2)).endsWith("connect: to pi@10.0.0.1, 2 s");
                listener.on(new RunEvent.TrialBegan(plan.trials().get(0), 1));
                listener.on(new RunEvent.PhaseBegan(Phase.MEASURE, "01-mptcp"));
                assertThat(after(3)).endsWith("measure: 01-mptcp of 10 s, 3 s");
                listener.on(new RunEvent.HostSaid(Phase.MEASURE, "client: lost"));
                long limit = plan.trials().get(0).shares().get(0).limit().toSeconds();
                assertThat(after(9))
                        .endsWith("measure: waiting for iperf3's time limit, " + (limit - 12) + " s left, 9 s");
                assertThat(after(limit)).contains("waiting for the hosts to end the trial");
                listener.on(new RunEvent.PhaseBegan(Phase.COLLECT, "what is left"));
                assertThat(after(2)).endsWith("collect: what is left, 2 s");
            }
            return 0;
        });
    }

    @Test
    void withRepeatsATrialHasOneLineWhenItEnds() {
        Scenario scenario = TestingLab.scenario(List.of(Arm.MPTCP)).repeated(2);
        RunPlan plan = Planner.plan(TestingLab.lab(), TestingLab.lab().pairs().get(0), scenario);
        OutputOptions options = new OutputOptions();
        screen.during(false, () -> {
            try (LiveListener listener = new LiveListener(screen, options, plan)) {
                listener.on(new RunEvent.PhaseBegan(Phase.CONNECT, "to pi@10.0.0.1"));
                listener.on(new RunEvent.TrialBegan(plan.trials().get(0), 2));
                listener.on(new RunEvent.PhaseBegan(Phase.MEASURE, "01-mptcp"));
                TestingTrial.failover().record().events().forEach(e -> listener.on(new RunEvent.Happened(e)));
                listener.on(new RunEvent.TrialEnded(TestingTrial.failover().record()));
            }
            return 0;
        });
        assertThat(text.toString())
                .contains("connect    to pi@10.0.0.1")
                .contains("trial 1/2  mptcp  PASS    99.2 Mbit/s");
        assertThat(text.toString().lines().filter(line -> !line.isBlank())).hasSizeLessThan(8);
    }
}
