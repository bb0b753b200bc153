package io.pilab.host;

import java.time.Duration;

/** Virtual time: a sleep takes none. */
public final class TestingPause implements Pause {
    private long now;
    private long suspended;
    private int sleepsUntilInterrupt = -1;

    /** The n-th sleep from now is interrupted. */
    public TestingPause interruptAt(int sleeps) {
        sleepsUntilInterrupt = sleeps;
        return this;
    }

    /** The machine is suspended: only the calendar's clock goes on. */
    synchronized void suspend(Duration duration) {
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
    public synchronized long wallMillis() {
        return now / 1_000_000 + suspended;
    }
}
