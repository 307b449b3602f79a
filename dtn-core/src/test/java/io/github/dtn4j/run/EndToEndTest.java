package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.data.Fit;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.recipe.Recipe;
import io.github.dtn4j.recipe.Recipes;
import io.github.dtn4j.transfer.Translator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, small: drawn street digits to MNIST, no labels of MNIST, read by a classifier that saw neither g nor f. */
@Tag("slow")
class EndToEndTest {
    private static final Path MODELS = Path.of("..", "models");

    @Test
    void learnsToTurnStreetDigitsIntoHandwrittenOnes(@TempDir Path folder) {
        Recipe recipe = Recipes.read(
                "quickstart",
                List.of(
                        "data.source=street-digits:4000:11",
                        "data.sourceValidation=street-digits:200:12",
                        "data.sourceTest=street-digits:500:13",
                        "data.target=mnist:test[0:5000]",
                        "encoder.widths=[16, 32, 64]",
                        "encoder.convolutions=[1, 1, 2]",
                        "pretrain.epochs=6",
                        "train.warmStartSteps=100",
                        "train.steps=120"));
        Sources sources = new Sources(name -> null, folder.resolve("cache"));
        RunFolder run = RunFolder.create(folder.resolve("runs"), recipe);
        TransferAccuracy figures;
        try (run;
                TrainRun training = new TrainRun(run, sources, MODELS, new Printing(), () -> false)) {
            figures = Objects.requireNonNull(training.run());
        }
        // Chance is 10 %. f itself and g are trained for seconds here; the recipes' own figures are in docs/digits.md.
        assertThat(figures.count()).isEqualTo(500);
        assertThat(figures.classifierMnistAccuracy()).isGreaterThan(0.992);
        assertThat(figures.encoderAccuracy()).isGreaterThan(0.8);
        assertThat(figures.accuracy()).isGreaterThan(0.6);
        assertThat(run.report()).exists();
        assertThat(Files.exists(run.path().resolve("samples").resolve("000120.png")))
                .isTrue();

        // The saved model draws what the run measured.
        try (Translator translator = Translator.load(run.model());
                ImageSet test = sources.open("street-digits:500:13", new Fit(32, 3), (done, total) -> {});
                TargetClassifier judge =
                        TargetClassifier.of("mnist-classifier", MODELS, sources, Watcher.NONE, () -> false)) {
            TransferAccuracy again = TransferAccuracy.measure(translator, judge.classifier(), judge.accuracy(), test);
            assertThat(again).isEqualTo(figures);
        }
    }

    private static final class Printing implements Watcher {
        @Override
        public void say(String line) {
            System.out.println(line);
        }

        @Override
        public void status(String stage, long done, long total, String figures) {}
    }
}
