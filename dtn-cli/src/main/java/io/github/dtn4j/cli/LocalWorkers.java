package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.torch.Native;
import io.github.dtn4j.torch.ProcessGroupSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Workers 1 to N - 1 as processes of their own, with this JVM's options and an equal part of its threads; this process is worker
 * 0. They meet in a file, so that no port is opened but those between them on the loopback interface. They end with this
 * process, and their errors are shown here.
 */
final class LocalWorkers implements AutoCloseable {
    private static final int SECONDS_TO_END = 10;
    private static final int INTERRUPTED = 128 + 2; // exit codes of a JVM that SIGINT or SIGTERM has ended
    private static final int TERMINATED = 128 + 15;

    private final Path folder;
    private final ProcessGroupSpec spec;
    private final List<Process> processes = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private LocalWorkers(Path folder, ProcessGroupSpec spec) {
        this.folder = folder;
        this.spec = spec;
    }

    /** Starts so many less one, and leaves this process its part of the threads. */
    static LocalWorkers start(int count, PrintWriter err) {
        int threads = Math.max(1, Native.threads() / count);
        Native.setThreads(threads);
        try {
            Path folder = Files.createTempDirectory("dtn-workers");
            LocalWorkers workers = new LocalWorkers(
                    folder, new ProcessGroupSpec(count, 0, ProcessGroupSpec.FILE + folder.resolve("meeting")));
            try {
                for (int rank = 1; rank < count; rank++) {
                    workers.start(rank, threads, err);
                }
                return workers;
            } catch (IOException | RuntimeException | Error e) {
                workers.end();
                workers.close();
                throw e;
            }
        } catch (IOException e) {
            throw DtnException.failure("the workers cannot be started: " + DtnException.reason(e), e);
        }
    }

    private void start(int rank, int threads, PrintWriter err) throws IOException {
        List<String> arguments = List.of(
                "train",
                "--world-size",
                Integer.toString(spec.size()),
                "--rank",
                Integer.toString(rank),
                "--master",
                spec.master(),
                "--parent",
                Long.toString(ProcessHandle.current().pid()));
        ProcessBuilder builder = new ProcessBuilder(ThisProgram.words(List.of(), arguments))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        Process process = builder.start();
        processes.add(process);
        Thread reader = new Thread(() -> show(process, rank, err), "errors-of-worker-" + rank);
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
    }

    private static void show(Process process, int rank, PrintWriter err) {
        try {
            process.errorReader(StandardCharsets.UTF_8).lines().forEach(line -> {
                err.println("worker %d: %s".formatted(rank, line));
                err.flush();
            });
        } catch (UncheckedIOException e) {
            // it has ended, and its output was closed
        }
    }

    /** How this process finds them. */
    ProcessGroupSpec spec() {
        return spec;
    }

    /** The number of one that ended before its work was done, whatever ended it. */
    Optional<Integer> ended() {
        return ended(code -> code != 0);
    }

    /** The number of one that was lost: it ended, and not because a signal asked it to. */
    Optional<Integer> lost() {
        return ended(code -> code != 0 && code != INTERRUPTED && code != TERMINATED);
    }

    private Optional<Integer> ended(IntPredicate by) {
        for (int i = 0; i < processes.size(); i++) {
            Process process = processes.get(i);
            if (!process.isAlive() && by.test(process.exitValue())) {
                return Optional.of(i + 1);
            }
        }
        return Optional.empty();
    }

    /** Makes sure that all are at work before anything was trained. */
    void checkAll() {
        ended().ifPresent(rank -> {
            throw DtnException.failure("worker %d of %d ended before it began".formatted(rank, spec.size()));
        });
    }

    /** Ends them at once: without this process they have nothing to do, and nothing to say. */
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    /** Waits a little for those that are about to end, and ends the others. */
    @Override
    public void close() {
        try {
            for (Process process : processes) {
                if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
            for (Thread reader : readers) {
                reader.join(SECONDS_TO_END * 1000L);
            }
            Files.deleteIfExists(folder.resolve("meeting"));
            Files.deleteIfExists(folder);
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // an empty folder among temporary ones
        }
    }
}
