package io.pilab.time;

import java.time.Duration;
import java.time.Instant;

/** Virtual time: a sleep takes none. */
public final class TestingTime implements Time {
    private long now;
    private long suspended;
    private int sleepsUntilInterrupt = -1;

    /** The n-th sleep from now is interrupted. */
    public TestingTime interruptAt(int sleeps) {
        sleepsUntilInterrupt = sleeps;
        return this;
    }

    /** The machine is suspended: only the calendar's clock goes on. */
    public synchronized void suspend(Duration duration) {
        suspended += duration.toMillis();
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        now += duration.toNanos();
        if (sleepsUntilInterrupt-- == 0) {
            throw new InterruptedException();
        }
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Instant instant() {
        return Instant.ofEpochMilli(now / 1_000_000 + suspended);
    }
}
