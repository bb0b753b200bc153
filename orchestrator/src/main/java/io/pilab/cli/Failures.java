package io.pilab.cli;

import io.pilab.host.ProvisionException;
import io.pilab.host.RunException;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import io.pilab.rig.RigException;
import io.pilab.store.DamagedRecordException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/** What the failures that have a message for the user mean to whoever started pilab. */
final class Failures {
    private Failures() {}

    /** The exit code; empty for a failure that nobody foresaw. */
    static OptionalInt exitCode(Exception failure) {
        if (failure instanceof Failure f) {
            return OptionalInt.of(f.exitCode());
        }
        if (failure instanceof AgentException f) {
            return OptionalInt.of(broken(f.notSupported()));
        }
        if (failure instanceof RunException f) {
            return OptionalInt.of(broken(f.notSupported()));
        }
        if (failure instanceof RigException f) {
            return OptionalInt.of(
                    switch (f.kind()) {
                        case INVALID -> ExitCode.INVALID;
                        case BROKEN -> ExitCode.BROKEN;
                        case NOT_SUPPORTED -> ExitCode.NOT_SUPPORTED;
                    });
        }
        if (failure instanceof ProvisionException f) {
            return OptionalInt.of(broken(f.notSupported()));
        }
        boolean known = failure instanceof RemoteException
                || failure instanceof DamagedRecordException
                || failure instanceof UncheckedIOException;
        return known ? OptionalInt.of(ExitCode.BROKEN) : OptionalInt.empty();
    }

    /** What to say of a failure: its own words where it has some for the user. */
    static String text(Throwable failure) {
        boolean foreseen = failure instanceof Exception e && exitCode(e).isPresent();
        return foreseen ? String.valueOf(failure.getMessage()) : "internal error: " + failure;
    }

    private static int broken(boolean notSupported) {
        return notSupported ? ExitCode.NOT_SUPPORTED : ExitCode.BROKEN;
    }
}
