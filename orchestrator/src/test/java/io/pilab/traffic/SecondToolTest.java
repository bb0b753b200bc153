package io.pilab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.testing.Extension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A second traffic tool is one new file plus its name in {@code permits}. {@link SecondToolStory} takes a scenario with one
 * from its text to the report.
 */
final class SecondToolTest {
    @TempDir
    private Path classes;

    @Test
    void aToolThatIsOneFileGoesFromTheScenariosTextToTheReport() throws Exception {
        List<String> report = tell("report");

        assertThat(report)
                .contains(
                        "provision both: trickle has to be there",
                        "measure server: trickle --serve 172.31.0.218:7007",
                        "measure client: trickle --send 172.31.0.218:7007 --rate 20000000 --mptcp",
                        "needs: {TBF=[trickle]}",
                        "warning: traffic.jsonl: not a report of trickle: what is this",
                        "verdict: PASS")
                .contains(
                        "         0-1      20.0      20.0       -         -",
                        "     0.002 s  SF_ESTABLISHED  wlan0  172.31.0.173 -> 172.31.0.218",
                        "  note              client: cannot pace: no such qdisc",
                        "  PASS     the traffic lasted: reported until 4.000 s of 4 s planned");
    }

    @Test
    void itsRefusalsStandWhereItsValuesAre() throws Exception {
        assertThat(tell("refused"))
                .containsExactly(
                        "scenario.yaml:2:37: traffic.duration: shorter than one interval of 3s; lengthen it or shorten"
                                + " `interval`",
                        "scenario.yaml:2:61: traffic.rate: trickle sends one byte a millisecond or more; use 8kbit or"
                                + " more");
    }

    @Test
    void aRecordOfItIsReadBack() throws Exception {
        assertThat(tell("record")).containsExactly("true");
    }

    private List<String> tell(String what) throws Exception {
        try (Extension trickle = Extension.of(classes, Traffic.class, "Trickle")) {
            return trickle.run(SecondToolStory.class, what);
        }
    }
}
