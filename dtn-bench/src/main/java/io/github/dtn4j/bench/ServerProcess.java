package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.cli.ThisProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code dtn serve} as a process of its own, with this JVM's options, on a free port of the loopback address. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");
    private static final int SECONDS_TO_START = 60;
    private static final int SECONDS_TO_STOP = 30;

    private final Process process;
    private final URI address;

    private ServerProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @throws DtnException if it ends instead
     */
    static ServerProcess start(Path model) {
        List<String> command =
                ThisProgram.words(List.of(), List.of("serve", "--model", model.toString(), "--port", "0"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread guard = endUnlessInTime(process);
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            String line = "nothing";
            for (String next = lines.readLine(); next != null; next = lines.readLine()) {
                line = next;
                Matcher found = ADDRESS.matcher(line);
                if (found.find()) {
                    guard.interrupt();
                    drain(lines);
                    return new ServerProcess(process, URI.create(found.group()));
                }
            }
            throw DtnException.failure("the server did not start; it said: " + line);
        } catch (IOException e) {
            throw DtnException.failure("the server cannot be started: " + DtnException.reason(e), e);
        }
    }

    /** A server that does not say where it is ends, and with it its output. */
    private static Thread endUnlessInTime(Process process) {
        Thread guard = new Thread(
                () -> {
                    try {
                        Thread.sleep(SECONDS_TO_START * 1000L);
                        process.destroyForcibly();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // it serves
                    }
                },
                "start-of-the-server");
        guard.setDaemon(true);
        guard.start();
        return guard;
    }

    /** A server whose output nobody reads would wait for a reader one day. */
    private static void drain(BufferedReader lines) {
        Thread reader = new Thread(
                () -> {
                    try {
                        lines.lines().forEach(System.err::println);
                    } catch (UncheckedIOException e) {
                        // it has ended, and its output was closed
                    }
                },
                "output-of-the-server");
        reader.setDaemon(true);
        reader.start();
    }

    /** Where it serves. */
    URI address() {
        return address;
    }

    /** Physical memory of the process, heap and tensors; 0 where the system does not tell it this way. */
    long residentMegabytes() {
        return ProcessMemory.residentMegabytes(process);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
