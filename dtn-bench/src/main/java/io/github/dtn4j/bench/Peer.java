package io.github.dtn4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dtn4j.DtnException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same step in Python PyTorch, as a process of its own. It gets the launcher's {@code OMP_WAIT_POLICY} and number of
 * threads; what else the launcher sets for libtorch inside a JVM it does not get.
 *
 * @param python an interpreter that can import torch
 * @param script the step
 * @param arguments what else the script is told
 */
record Peer(String python, Path script, List<String> arguments) {
    private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");
    private static final List<String> SETTINGS_OF_THE_LAUNCHER =
            List.of("OPENBLAS_NUM_THREADS", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_");

    /** The peer with the first interpreter that has torch, or none. */
    static Optional<Peer> find(Path script, List<String> interpreters, List<String> arguments) {
        if (!Files.isRegularFile(script)) {
            throw DtnException.usage("--peer %s: no such file".formatted(script));
        }
        return interpreters.stream()
                .filter(Peer::hasTorch)
                .findFirst()
                .map(python -> new Peer(python, script, arguments));
    }

    static List<String> interpreters() {
        return INTERPRETERS;
    }

    /** Runs it once; images of S and T a second, the median of its timed steps. */
    double imagesPerSecond(boolean tuned, int timed, int batch, int threads) {
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(arguments);
        if (tuned) {
            command.add("--tuned");
        }
        Map.of("--iters", timed, "--batch", batch, "--threads", threads)
                .forEach((option, value) -> command.addAll(List.of(option, value.toString())));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().keySet().removeAll(SETTINGS_OF_THE_LAUNCHER);
        try {
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw failed("it ended with exit code " + process.exitValue());
            }
            JsonNode figure = new ObjectMapper().readTree(out).path("images_per_second_median");
            if (!figure.isNumber()) {
                throw failed("it did not print images_per_second_median");
            }
            return figure.asDouble();
        } catch (IOException e) {
            throw DtnException.failure("the peer %s failed: %s".formatted(script, DtnException.reason(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    private DtnException failed(String reason) {
        return DtnException.failure("the peer %s failed: %s".formatted(script, reason));
    }

    private static boolean hasTorch(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import torch")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such interpreter
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
