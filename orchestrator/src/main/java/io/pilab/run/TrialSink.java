package io.pilab.run;

import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import java.util.List;

/** Where a trial's streams go as they arrive. */
public interface TrialSink {

    /** Stores the next bytes of a host's file, untouched. */
    void append(String host, String file, byte[] bytes);

    /** Stores one event of the merged timeline. */
    void event(Event event);

    /** Stores one of the state documents, {@code state-before} say, as each host's JSON by its name. */
    void state(String name, List<HostState> documents);

    /** Finishes the trial's record, before anything is judged. */
    void finish(TrialRecord record);

    /** A host's state document. */
    record HostState(String host, String json) {}
}
