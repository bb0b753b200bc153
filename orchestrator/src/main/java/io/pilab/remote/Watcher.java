package io.pilab.remote;

/** Learns what is being done, while it is being done; whoever waits is told of it. */
@FunctionalInterface
public interface Watcher {
    /** Tells nobody. */
    Watcher NOBODY = (where, what) -> () -> {};

    /**
     * Something begins; closing the answer ends it.
     *
     * @param where a host, or the part of the work
     * @param what it is doing now
     */
    Work begin(String where, String what);

    /** Something that is being done. */
    interface Work extends AutoCloseable {
        @Override
        void close();
    }
}
