package io.pilab.host;

import java.time.Duration;

/** Waiting, and the clock that deadlines are measured with; the one seam for both. */
public interface Pause {
    void sleep(Duration duration) throws InterruptedException;

    /** Nanoseconds of a clock that only goes forward. */
    long nanoTime();

    /** Milliseconds of the calendar's clock, which goes on while the machine is suspended; it may be set. */
    long wallMillis();

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

            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }
        };
    }
}
