package io.pilab.progress;

/** Receives the events of a run in progress. Calls come from one thread at a time. */
@FunctionalInterface
public interface RunListener {
    void on(RunEvent event);
}
