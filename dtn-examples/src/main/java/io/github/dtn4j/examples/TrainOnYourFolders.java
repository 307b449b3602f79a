package io.github.dtn4j.examples;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.run.TrainRun;
import io.github.dtn4j.run.Watcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains a model on two folders: SOURCE with a subfolder for each class, TARGET with images and nothing else. Further arguments
 * change settings of the recipe, which {@code recipes/defaults.yaml} explains.
 *
 * <p>{@code TrainOnYourFolders SOURCE TARGET RUNS [KEY=VALUE ...]}, such as {@code photos/ drawings/ runs/ train.steps=500}
 */
public final class TrainOnYourFolders {
    private TrainOnYourFolders() {}

    /** Makes a run folder with the model, its figures and a report. */
    public static void main(String[] args) {
        if (args.length < 3) {
            System.err.println("usage: TrainOnYourFolders SOURCE TARGET RUNS [KEY=VALUE ...]");
            System.exit(2);
        }
        String source = args[0];
        String target = args[1];
        Path runs = Path.of(args[2]);

        List<String> settings = new ArrayList<>();
        settings.add("name=my-folders");
        settings.add("data.source='%s'".formatted(source));
        settings.add("data.target='%s'".formatted(target));
        settings.addAll(Arrays.asList(args).subList(3, args.length));
        Recipe recipe = Recipes.read("defaults", settings);
        try (RunFolder folder = RunFolder.create(runs, recipe);
                TrainRun run = new TrainRun(
                        folder, Sources.fromEnvironment(), Path.of("models"), new Printer(), () -> false)) {
            run.run();
            System.out.println("wrote " + folder.model());
        }
    }

    /** Prints what is worth keeping; a program with a window would move a bar in {@link #status}. */
    private static final class Printer implements Watcher {
        @Override
        public void say(String line) {
            System.out.println(line);
        }

        @Override
        public void status(String stage, long done, long total, String figures) {}
    }
}
