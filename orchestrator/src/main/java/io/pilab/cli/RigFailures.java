package io.pilab.cli;

import io.pilab.config.LabFile;
import io.pilab.rig.Rig;
import io.pilab.rig.RigException;
import java.util.function.IntSupplier;

/** How commands come to a rig, and what its failures mean to them. */
final class RigFailures {
    private RigFailures() {}

    static Rig rig(CommonOptions options) {
        return Rig.of(LabFile.load(options.lab));
    }

    /** Runs something of the rig's; its exceptions become failures with the right exit code. */
    static int explained(IntSupplier action) {
        try {
            return action.getAsInt();
        } catch (RigException e) {
            throw new Failure(exitCode(e.kind()), e.getMessage());
        }
    }

    private static int exitCode(RigException.Kind kind) {
        return switch (kind) {
            case INVALID -> ExitCode.INVALID;
            case BROKEN -> ExitCode.BROKEN;
            case NOT_SUPPORTED -> ExitCode.NOT_SUPPORTED;
        };
    }
}
