package io.github.dtn4j.cli.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child at work; closing it kills it and all that it started. */
final class Running implements AutoCloseable {
    private static final long PATIENCE_MINUTES = 10; // for work of seconds: the machine may be busy with other things
    private static final long BETWEEN_LOOKS = 2; // milliseconds

    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Running of(ProcessBuilder command) {
        try {
            Path out = Files.createTempFile("dtn", ".out");
            Path err = Files.createTempFile("dtn", ".err");
            command.redirectOutput(out.toFile()).redirectError(err.toFile());
            return new Running(command.start(), out, err);
        } catch (IOException e) {
            throw new AssertionError("no child could be started", e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Kills it and all that it started as {@code kill -9} does; false where it had ended before. */
    boolean kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        return killAlone();
    }

    /** The same, but leaves alone what it started. */
    boolean killAlone() {
        process.destroyForcibly();
        return end().code() == 128 + 9;
    }

    /** The JVMs that it has started and that are at work. */
    List<ProcessHandle> children() {
        return process.children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> child.info().command().orElse("").endsWith("java")) // no longer the JDK's spawn helper
                .toList();
    }

    /** Sends a signal, such as {@code INT}. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new AssertionError("no signal could be sent", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Pauses for an instant between two looks at what a child does. */
    static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for its end. */
    Ended end() {
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("a child hangs; it has said:\n" + text(out) + text(err));
            }
            return new Ended(process.exitValue(), text(out), text(err));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("what the child said cannot be read", e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new AssertionError("what the child said cannot be removed", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }
}
