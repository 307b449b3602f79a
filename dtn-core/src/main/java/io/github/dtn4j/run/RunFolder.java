package io.github.dtn4j.run;

import io.github.dtn4j.AtomicFile;
import io.github.dtn4j.DtnException;
import io.github.dtn4j.FolderLock;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one run, such as {@code runs/00017-svhn-mnist}: recipe, metrics, samples, checkpoints, model and report. One
 * process at a time may work on it.
 */
public final class RunFolder implements AutoCloseable {
    private static final String LOCK = "run.lock";
    private static final String MODEL = "model.safetensors";
    private static final String SAMPLES = "samples";
    private static final Pattern NAME = Pattern.compile("(\\d{5})-.+");

    private final Path path;
    private final FolderLock lock;

    private RunFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * A new folder under {@code runs} with the next free number, holding the recipe. The last one is taken up where it has the
     * same name, and nobody came to put a recipe into it.
     */
    public static RunFolder create(Path runs, Recipe recipe) {
        try {
            Files.createDirectories(runs);
            int last = lastNumber(runs);
            boolean free = last > 0 && isAbandoned(numbered(runs, last, recipe));
            for (int number = free ? last : last + 1; ; number++) {
                Path path = Files.createDirectories(numbered(runs, number, recipe));
                FolderLock lock = FolderLock.ifFree(path, LOCK);
                if (lock != null && begin(lock, path, recipe)) {
                    return new RunFolder(path, lock);
                } // else another process took the number
            }
        } catch (IOException e) {
            throw DtnException.failure(
                    "no run folder can be made in %s: %s; name another one with --runs"
                            .formatted(runs, DtnException.reason(e)),
                    e);
        }
    }

    private static Path numbered(Path runs, int number, Recipe recipe) {
        return runs.resolve(String.format(Locale.ROOT, "%05d-%s", number, recipe.name()));
    }

    /** True if all that is in it is what a process leaves that ended between making a folder and giving it its recipe. */
    private static boolean isAbandoned(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .allMatch(name -> name.equals(LOCK) || name.equals(SAMPLES) || name.endsWith(".tmp"));
        }
    }

    /** Puts the recipe into a folder; false where there is one. */
    private static boolean begin(FolderLock lock, Path path, Recipe recipe) {
        RunFolder folder = new RunFolder(path, lock);
        boolean begun = false;
        try {
            if (!folder.begun()) {
                folder.begin(recipe);
                begun = true;
            }
            return begun;
        } finally {
            if (!begun) {
                folder.close();
            }
        }
    }

    /**
     * The folder of a run that others call by its name: made where it is missing, opened where it holds this very recipe.
     *
     * @throws DtnException if it holds another recipe, or another process works on it
     */
    public static RunFolder at(Path path, Recipe recipe) {
        RunFolder folder = claim(path);
        if (!folder.begun()) {
            folder.begin(recipe);
        } else if (!folder.recipe().equals(recipe)) {
            folder.close();
            throw DtnException.usage(
                    "%s holds a run with other settings; remove it, or name another folder".formatted(path));
        }
        return folder;
    }

    /**
     * A folder of exactly this path for this process alone, new or of an earlier run; it has a recipe once {@link #begin} gave it
     * one.
     *
     * @throws DtnException if another process works on it, or it cannot be made
     */
    public static RunFolder claim(Path path) {
        try {
            Files.createDirectories(path);
            return lock(path);
        } catch (IOException e) {
            throw DtnException.failure(
                    "no run folder can be made at %s: %s; name another one with --out"
                            .formatted(path, DtnException.reason(e)),
                    e);
        }
    }

    /** True if there is a recipe in it. */
    public boolean begun() {
        return Files.isRegularFile(recipeFile());
    }

    /**
     * Settles what the run is to do.
     *
     * @throws DtnException if the recipe cannot be written
     */
    public void begin(Recipe recipe) {
        try {
            Files.createDirectories(samples());
        } catch (IOException e) {
            throw DtnException.failure("%s cannot be made: %s".formatted(samples(), DtnException.reason(e)), e);
        }
        AtomicFile.write(recipeFile(), Recipes.write(recipe).getBytes(StandardCharsets.UTF_8));
    }

    /** The folder of an earlier run. */
    public static RunFolder open(Path path) {
        if (!Files.isRegularFile(path.resolve("recipe.yaml"))) {
            throw DtnException.usage("%s is not a run folder: it has no recipe.yaml".formatted(path));
        }
        return lock(path);
    }

    private static RunFolder lock(Path path) {
        return new RunFolder(path, FolderLock.of(path, LOCK));
    }

    /** True if a process works on a run at this moment, asked without disturbing it; false where there is no folder. */
    public static boolean atWork(Path path) {
        return FolderLock.taken(path, LOCK);
    }

    /** True if a run has come to its end: its model is the last thing that it writes. */
    public static boolean finished(Path path) {
        return Files.exists(path.resolve(MODEL));
    }

    /**
     * The run of the highest number in a folder of runs.
     *
     * @throws DtnException if there is none
     */
    public static Path newest(Path runs) {
        try {
            return numbered(runs)
                    .max(Comparator.comparingInt(RunFolder::number))
                    .orElseThrow(() -> noRun(runs));
        } catch (NoSuchFileException e) {
            throw noRun(runs);
        } catch (IOException e) {
            throw DtnException.failure("cannot read %s: %s".formatted(runs, DtnException.reason(e)), e);
        }
    }

    private static DtnException noRun(Path runs) {
        return DtnException.usage(
                "there is no run in %s yet; begin one with dtn train, or name the folder of a run".formatted(runs));
    }

    private static int lastNumber(Path runs) throws IOException {
        return numbered(runs).mapToInt(RunFolder::number).max().orElse(0);
    }

    private static Stream<Path> numbered(Path runs) throws IOException {
        try (Stream<Path> entries = Files.list(runs)) {
            return entries.filter(entry -> number(entry) >= 0).toList().stream();
        }
    }

    /** The number at the beginning of its name, -1 for what is no run. */
    private static int number(Path entry) {
        Matcher name = NAME.matcher(entry.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(1)) : -1;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** The recipe that this folder was made with. */
    public Recipe recipe() {
        return Recipes.read(recipeFile().toString(), List.of());
    }

    /** The encoder, once it is pretrained. */
    public Path encoder() {
        return path.resolve("encoder.safetensors");
    }

    /** The trained model, once the run is finished. */
    public Path model() {
        return path.resolve(MODEL);
    }

    /** The final figures, once the run is finished. */
    public Path evaluation() {
        return path.resolve("evaluation.json");
    }

    /** Where the model comes from, once the run is finished. */
    public Path provenance() {
        return path.resolve("provenance.json");
    }

    /** The page for people. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** Images that nothing was learned from, beside what becomes of them. */
    public Path transfers() {
        return path.resolve("transfers.png");
    }

    Path nearestPhotos() {
        return path.resolve("nearest-photos.png");
    }

    Path samples() {
        return path.resolve(SAMPLES);
    }

    /** The states of its stages, and the steps that may become its model. */
    Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** The figures of the steps that may become its model. */
    public Path candidates() {
        return checkpoints().resolve("candidates.json");
    }

    Path pretraining() {
        return checkpoints().resolve("pretraining.safetensors");
    }

    Path upscaling() {
        return checkpoints().resolve("upscaling.safetensors");
    }

    /** The last checkpoint of the training. */
    public Path training() {
        return checkpoints().resolve("training.safetensors");
    }

    /** How to go on with it after a worker was lost, in words. */
    public String goOn() {
        return "%s with dtn train --resume %s, with any number of workers"
                .formatted(
                        Files.exists(training())
                                ? "the last checkpoint is whole: go on"
                                : "no step was saved yet: begin again",
                        path);
    }

    private Path recipeFile() {
        return path.resolve("recipe.yaml");
    }

    @Override
    public void close() {
        lock.close();
    }
}
