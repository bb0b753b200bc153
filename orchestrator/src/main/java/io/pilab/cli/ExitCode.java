package io.pilab.cli;

import io.pilab.app.Failures;
import java.util.OptionalInt;

/** What pilab's exit codes mean; docs/exit-codes.md says the same. */
final class ExitCode {
    /** Done; every expectation held. */
    static final int DONE = 0;
    /** The run is good and an expectation failed. */
    static final int EXPECTATION_FAILED = 1;
    /** Usage, or an invalid file. */
    static final int INVALID = 2;
    /** A host, a tool or the connection failed: no verdict. */
    static final int BROKEN = 3;
    /** Not supported on these hosts. */
    static final int NOT_SUPPORTED = 4;
    /** A host is not restored. */
    static final int NOT_RESTORED = 5;

    private ExitCode() {}

    /** That of a failure; empty for one that nobody foresaw. */
    static OptionalInt of(Throwable failure) {
        if (failure instanceof Failure f) {
            return OptionalInt.of(f.exitCode());
        }
        return Failures.kind(failure)
                .map(kind -> OptionalInt.of(
                        switch (kind) {
                            case INVALID -> INVALID;
                            case BROKEN -> BROKEN;
                            case NOT_SUPPORTED -> NOT_SUPPORTED;
                        }))
                .orElseGet(OptionalInt::empty);
    }
}
