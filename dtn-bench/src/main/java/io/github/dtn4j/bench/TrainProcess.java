package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.cli.ThisProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code dtn train} as a process of its own, with this JVM's options, which ends with this one. */
final class TrainProcess {
    private TrainProcess() {}

    /**
     * Trains to the end; what it says goes to standard error.
     *
     * @param runs where the run folder is made
     * @param workers how many processes share the training
     * @param settings on top of the recipe
     * @throws DtnException if it fails
     */
    static void train(String recipe, Path runs, int workers, List<String> settings) {
        List<String> arguments = new ArrayList<>(List.of("train", recipe, "--runs", runs.toString()));
        arguments.addAll(List.of("--local-workers", Integer.toString(workers)));
        arguments.addAll(
                List.of("--parent", Long.toString(ProcessHandle.current().pid())));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        try {
            Process process = new ProcessBuilder(ThisProgram.words(List.of(), arguments))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (process.waitFor() != 0) {
                    throw DtnException.failure("dtn train with %d workers ended with exit code %d"
                            .formatted(workers, process.exitValue()));
                }
            } finally {
                process.destroyForcibly(); // nothing where it has ended
            }
        } catch (IOException e) {
            throw DtnException.failure("dtn train cannot be started: " + DtnException.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("interrupted while dtn train was at work", e);
        }
    }
}
