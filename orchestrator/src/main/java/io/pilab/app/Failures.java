package io.pilab.app;

import io.pilab.config.InvalidFileException;
import io.pilab.host.HostException;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import io.pilab.rig.RigException;
import io.pilab.store.DamagedRecordException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What the failures that have a message for the user mean. */
public final class Failures {
    private Failures() {}

    /** What kind of trouble a failure is. */
    public enum FailureKind {
        /** What was asked for, or a file of the user's, is wrong. */
        INVALID,
        /** A host, a record or this machine does not do what it should. */
        BROKEN,
        /** A host cannot do what is asked for, or another user has locked it. */
        NOT_SUPPORTED
    }

    /** The kind of a failure; empty for one that nobody foresaw. */
    public static Optional<FailureKind> kind(Throwable failure) {
        if (failure instanceof InvalidRequestException || failure instanceof InvalidFileException) {
            return Optional.of(FailureKind.INVALID);
        }
        if (failure instanceof AgentException f) {
            return Optional.of(f.notSupported() ? FailureKind.NOT_SUPPORTED : FailureKind.BROKEN);
        }
        if (failure instanceof HostException f) {
            return Optional.of(
                    switch (f.kind()) {
                        case FAILED, NO_SOURCE -> FailureKind.BROKEN;
                        case NOT_SUPPORTED, IN_USE -> FailureKind.NOT_SUPPORTED;
                    });
        }
        if (failure instanceof RigException f) {
            return Optional.of(
                    switch (f.kind()) {
                        case INVALID -> FailureKind.INVALID;
                        case BROKEN -> FailureKind.BROKEN;
                        case NOT_SUPPORTED -> FailureKind.NOT_SUPPORTED;
                    });
        }
        boolean known = failure instanceof BrokenException
                || failure instanceof RemoteException
                || failure instanceof DamagedRecordException
                || failure instanceof UncheckedIOException;
        return known ? Optional.of(FailureKind.BROKEN) : Optional.empty();
    }

    /** What to say of a failure: its own words where it has some for the user. */
    public static String text(Throwable failure) {
        return kind(failure).isPresent() ? String.valueOf(failure.getMessage()) : "internal error: " + failure;
    }
}
