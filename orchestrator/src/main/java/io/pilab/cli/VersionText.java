package io.pilab.cli;

import io.pilab.app.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Version version = Version.ofBuild();
        return new String[] {"pilab " + version.number() + " (" + version.commit() + ")"};
    }
}
