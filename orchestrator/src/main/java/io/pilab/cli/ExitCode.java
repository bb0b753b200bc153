package io.pilab.cli;

import io.pilab.app.Failures;
import java.util.OptionalInt;

/** pilab's exit codes. docs/exit-codes.md explains them to users. */
final class ExitCode {
    /** Done, and every expectation held. */
    static final int DONE = 0;
    /** The run is valid and an expectation failed. */
    static final int EXPECTATION_FAILED = 1;
    /** Usage, or an invalid file. */
    static final int INVALID = 2;
    /** A host, a tool or the connection failed, so there is no verdict. */
    static final int BROKEN = 3;
    /** Not supported on these hosts. */
    static final int NOT_SUPPORTED = 4;
    /** A host is not restored. */
    static final int NOT_RESTORED = 5;

    private ExitCode() {}

    /** The exit code of a failure. Empty for an unexpected exception. */
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
