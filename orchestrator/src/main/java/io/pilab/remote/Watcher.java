package io.pilab.remote;

/** Learns what is in progress, to show it. */
@FunctionalInterface
public interface Watcher {
    /** Shows nothing. */
    Watcher NOBODY = (where, what) -> () -> {};

    /**
     * Marks the beginning of an activity. Closing the result marks its end.
     *
     * @param where a host, or a part of the work
     * @param what it is doing now
     */
    Activity begin(String where, String what);

    /** An activity in progress. */
    interface Activity extends AutoCloseable {
        @Override
        void close();
    }
}
