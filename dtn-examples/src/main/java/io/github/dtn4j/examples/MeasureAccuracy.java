package io.github.dtn4j.examples;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.evaluate.TransferAccuracy;
import io.github.dtn4j.run.Evaluation;
import io.github.dtn4j.run.Watcher;
import java.nio.file.Path;

/**
 * Lets a classifier that only knows handwritten digits read what a model makes of house numbers.
 *
 * <p>{@code MeasureAccuracy MODEL JUDGE IMAGES}, such as
 * {@code models/svhn-mnist.safetensors models/mnist-classifier.safetensors street-digits:1000:7}
 */
public final class MeasureAccuracy {
    private MeasureAccuracy() {}

    /** Prints the share of images read rightly, and the same as JSON with all details. */
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("usage: MeasureAccuracy MODEL JUDGE IMAGES");
            System.exit(2);
        }
        Path model = Path.of(args[0]);
        String judge = args[1];
        String images = args[2];

        Evaluation evaluation = new Evaluation(Sources.fromEnvironment(), Path.of("models"), Watcher.NONE, () -> false);
        TransferAccuracy figures = evaluation.accuracy(model, images, null, judge);
        System.out.println(figures);
        System.out.println(figures.toJson());
    }
}
