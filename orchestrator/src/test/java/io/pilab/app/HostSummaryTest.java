package io.pilab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.host.HostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostSummaryTest {
    @Test
    void aSummarySaysWhatWasDoneOrThatNothingWas() {
        HostSummary nothing = new HostSummary("client", "changes", "foreign", "notes");
        nothing.put("applied", true);
        nothing.add("foreign", "endpoint 10.0.0.9 id 1", "? endpoint 10.0.0.9 id 1 is not in the lab file; left alone");
        nothing.note("notes", "using /usr/bin/iperf3");

        assertThat(nothing.nothing()).isTrue();
        assertThat(nothing.lines()).containsExactly("? endpoint 10.0.0.9 id 1 is not in the lab file; left alone");
        assertThat(nothing.notes()).containsExactly("using /usr/bin/iperf3");
        assertThat(nothing.values().toString())
                .isEqualTo("{host=client, applied=true, changes=[], foreign=[endpoint 10.0.0.9 id 1],"
                        + " notes=[using /usr/bin/iperf3]}");
    }

    @Test
    void aSummaryOfAFailureKeepsWhatWasDoneBefore() {
        HostSummary failed = new HostSummary("client", "changes");
        failed.add("changes", "~ limits", "~ limits");
        failed.fail(new HostException("client: in use", HostException.HostFailure.IN_USE));

        assertThat(failed.lines()).containsExactly("~ limits");
        assertThat(failed.failureText()).contains("client: in use");
        assertThat(failed.values())
                .isEqualTo(Map.of("host", "client", "changes", List.of("~ limits"), "failed", "client: in use"));

        HostSummary unforeseen = new HostSummary("client", "changes");
        unforeseen.fail(new IllegalStateException("x"));
        assertThat(unforeseen.failureText()).contains("client: internal error: java.lang.IllegalStateException: x");
    }
}
