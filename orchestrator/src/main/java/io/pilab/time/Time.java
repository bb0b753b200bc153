package io.pilab.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clocks, and waiting: nothing else of pilab asks the machine for them. {@link #instant} is the calendar's, which goes
 * on while the machine is suspended, and may be set.
 */
public interface Time extends InstantSource {
    void sleep(Duration duration) throws InterruptedException;

    /** Nanoseconds of a clock that only goes forward. */
    long nanoTime();

    /** The machine's own. */
    static Time real() {
        return RealTime.ONLY;
    }

    /** What the JVM tells. */
    enum RealTime implements Time {
        ONLY;

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant instant() {
            return InstantSource.system().instant();
        }
    }
}
