package io.github.dtn4j.serve.watch;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.report.Metrics;
import io.github.dtn4j.report.Metrics.Point;
import io.github.dtn4j.report.MetricsTail;
import io.github.dtn4j.report.SampleGrids;
import io.github.dtn4j.report.SampleGrids.Grid;
import io.github.dtn4j.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at the folder of a run when asked, at most twice a second however many ask. Thread-safe. */
final class RunWatch {
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int RECENT = 20; // lines that the time left is estimated from
    private static final List<String> RESULT_FILES =
            List.of("recipe.yaml", "evaluation.json", "provenance.json", "nearest-photos.png", "transfers.png");

    private final Path folder;
    private final MetricsTail tail;
    private final String instance = Long.toHexString(System.nanoTime() ^ System.currentTimeMillis());
    private @Nullable Snapshot snapshot;
    private long lookedAt;
    private @Nullable Integer steps; // of the recipe, which does not change
    private @Nullable String problem;

    RunWatch(Path folder) {
        this.folder = folder;
        this.tail = new MetricsTail(folder);
    }

    Path folder() {
        return folder;
    }

    /** The folder as it is now, give or take half a second. */
    synchronized Snapshot look() {
        long now = System.nanoTime();
        if (snapshot == null || now - lookedAt >= BETWEEN_LOOKS) {
            snapshot = read(snapshot);
            lookedAt = now;
        }
        return snapshot;
    }

    private Snapshot read(@Nullable Snapshot last) {
        problem = null;
        Boolean atWork =
                attempt(() -> RunFolder.atWork(folder)); // first: what a process wrote before it ended is read below
        boolean changed = Boolean.TRUE.equals(attempt(tail::poll));
        List<MetricsTail.Entry> entries = last == null || changed ? tail.entries() : last.entries();
        Metrics metrics = last == null || changed ? tail.metrics() : last.metrics();
        List<Grid> grids = Objects.requireNonNullElse(attempt(() -> SampleGrids.all(folder)), List.of());
        RunState state = state(atWork, entries, metrics, grids);
        return new Snapshot(state, instance + "-" + tail.restarts(), entries, metrics, grids);
    }

    private RunState state(
            @Nullable Boolean atWork, List<MetricsTail.Entry> entries, Metrics metrics, List<Grid> grids) {
        long all = steps();
        long step = metrics.lastStep();
        Phase phase = phase(atWork, !entries.isEmpty(), all > 0 && step >= all);
        Map<String, Double> latest = new TreeMap<>();
        metrics.series().forEach((name, points) -> latest.put(name, last(points)));
        return new RunState(
                name(),
                phase,
                message(phase, step, all),
                problem,
                step,
                all,
                latest.getOrDefault("speed/images_per_second", 0.0),
                metrics.wallSeconds(),
                modified(folder.resolve("metrics.jsonl")),
                phase == Phase.TRAINING ? secondsLeft(entries, all) : null,
                latest,
                grids.stream().map(Grid::step).toList(),
                grids.stream()
                        .mapToInt(grid -> Objects.hash(grid.step(), modified(grid.file())))
                        .reduce(1, (a, b) -> 31 * a + b),
                RESULT_FILES.stream()
                        .map(name -> modified(folder.resolve(name)))
                        .toList()
                        .hashCode());
    }

    private Phase phase(@Nullable Boolean atWork, boolean logged, boolean complete) {
        if (!Files.isDirectory(folder)) {
            return Phase.WAITING;
        }
        if (atWork == null) {
            return Phase.UNKNOWN;
        }
        if (atWork) {
            return !logged ? Phase.PREPARING : complete ? Phase.FINISHING : Phase.TRAINING;
        }
        return RunFolder.finished(folder) ? Phase.FINISHED : Phase.STOPPED;
    }

    private String message(Phase phase, long step, long all) {
        return switch (phase) {
            case WAITING -> "There is no folder %s yet; this page fills once a run begins there.".formatted(folder);
            case PREPARING -> "Reading images, training f, warming up g; the first step is logged after that.";
            case TRAINING -> "Training g against D.";
            case FINISHING -> "All steps are done; measuring and writing the model.";
            case FINISHED -> "The model is %s.".formatted(folder.resolve("model.safetensors"));
            case STOPPED ->
                step == 0
                        ? "No process works on it, and no step was logged."
                        : "No process works on it; it stopped after step %d of %d or was killed. Go on: dtn train --resume %s"
                                .formatted(step, all, folder);
            case UNKNOWN -> "It cannot be told whether a process works on it.";
        };
    }

    private long steps() {
        Path recipe = folder.resolve("recipe.yaml");
        if (steps == null && Files.exists(recipe)) {
            steps = attempt(
                    () -> Recipes.read(recipe.toString(), List.of()).train().steps());
        }
        return steps == null ? 0 : steps;
    }

    private static @Nullable Double secondsLeft(List<MetricsTail.Entry> entries, long steps) {
        MetricsTail.Entry first = entries.get(Math.max(0, entries.size() - RECENT));
        MetricsTail.Entry last = entries.get(entries.size() - 1);
        long done = last.step() - first.step();
        return done <= 0 || steps <= 0
                ? null
                : (last.wallSeconds() - first.wallSeconds()) / done * (steps - last.step());
    }

    private String name() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    private static double last(List<Point> points) {
        return points.get(points.size() - 1).value();
    }

    /** What can be read; where something cannot, the state says so and the next look tries again. */
    private <T> @Nullable T attempt(Attempt<T> work) {
        try {
            return work.get();
        } catch (DtnException e) {
            problem = e.getMessage();
            return null;
        }
    }

    private interface Attempt<T> {
        T get();
    }

    /** In milliseconds since 1970; 0 for what is not there. */
    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
