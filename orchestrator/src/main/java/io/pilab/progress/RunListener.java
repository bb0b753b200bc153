package io.pilab.progress;

/** Hears what a run tells, as it happens; calls come from one thread at a time. */
@FunctionalInterface
public interface RunListener {
    void on(RunEvent event);
}
