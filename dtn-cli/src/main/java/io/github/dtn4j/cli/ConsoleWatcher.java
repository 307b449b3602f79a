package io.github.dtn4j.cli;

import io.github.dtn4j.Progress;
import io.github.dtn4j.run.Watcher;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows a run on the console: what is worth keeping as lines, the rest as progress on standard error. */
final class ConsoleWatcher implements Watcher, AutoCloseable {
    private final PrintWriter out;
    private @Nullable String stage;
    private @Nullable ConsoleProgress progress;

    /** Writes its lines to {@code out}. */
    ConsoleWatcher(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void say(String line) {
        close();
        out.println(line);
        out.flush();
    }

    @Override
    public void status(String name, long done, long total, String figures) {
        show(name, "steps", done, total, figures);
    }

    @Override
    public Progress progress(String name) {
        return (done, total) -> show(name, "images", done, total, "");
    }

    private synchronized void show(String name, String unit, long done, long total, String figures) {
        if (progress == null || !Objects.equals(stage, name)) {
            close();
            stage = name;
            progress = ConsoleProgress.start(name, unit);
        }
        progress.note(figures);
        progress.update(done, total);
        if (done == total) {
            close();
        }
    }

    @Override
    public synchronized void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
