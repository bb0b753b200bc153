package io.pilab.run;

import java.time.Duration;

/** Waiting, and the clock that deadlines are measured with; the one seam for both. */
public interface Pause {
    void sleep(Duration duration) throws InterruptedException;

    /** Nanoseconds of a clock that only goes forward. */
    long nanoTime();

    /** The machine's own. */
    static Pause real() {
        return new Pause() {
            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(duration.toMillis());
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }
        };
    }
}
