package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code dtn train} as a process of its own, with this JVM's options. */
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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.dtn4j.cli.Main", "train"));
        command.addAll(List.of(recipe, "--runs", runs.toString(), "--local-workers", Integer.toString(workers)));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw DtnException.failure(
                        "dtn train with %d workers ended with exit code %d".formatted(workers, process.exitValue()));
            }
        } catch (IOException e) {
            throw DtnException.failure("dtn train cannot be started: " + DtnException.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DtnException.failure("interrupted while dtn train was at work", e);
        }
    }
}
