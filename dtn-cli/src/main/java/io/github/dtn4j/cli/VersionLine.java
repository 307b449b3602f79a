package io.github.dtn4j.cli;

import io.github.dtn4j.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: what a report of a fault should quote. */
public final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"dtn4j " + Version.CURRENT, "Java ${java.version}, ${os.name} ${os.arch}"};
    }
}
