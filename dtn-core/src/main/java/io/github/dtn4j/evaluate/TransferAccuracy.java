package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.model.EncoderViews;
import io.github.dtn4j.transfer.Translator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The paper's figure for digits (section 5.1, table 1): how many transferred images a classifier of the target domain, which
 * never saw a transferred one, reads as the digit that the source image shows.
 *
 * @param accuracy share of G(x) read rightly, 0 to 1
 * @param encoderAccuracy share of x that f's own classifier reads rightly: the ceiling; null where f was trained without classes
 * @param classifierMnistAccuracy share of MNIST test images that the reading classifier gets right
 * @param perClass {@code accuracy} by label; null for a label that no image has
 * @param count images measured
 * @param confusion number of images by label (row) and by what the judge read in G(x) (column)
 */
public record TransferAccuracy(
        @JsonProperty("accuracy") double accuracy,

        @JsonProperty("encoder_accuracy") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Double encoderAccuracy,

        @JsonProperty("classifier_mnist_accuracy") double classifierMnistAccuracy,
        @JsonProperty("per_class") List<@Nullable Double> perClass,
        @JsonProperty("count") int count,
        @JsonProperty("confusion") List<List<Integer>> confusion) {

    /**
     * Measures a model on labelled source images.
     *
     * @param judge the target domain's classifier
     * @param judgeAccuracy of {@code judge} on its own domain, quoted beside the figure
     * @throws io.github.dtn4j.DtnException if the images have no labels, or some that are no class of the classifiers
     */
    public static TransferAccuracy measure(
            Translator translator, Classifier judge, double judgeAccuracy, ImageSet images) {
        try (Encoder eyes = judge.encoder().fold()) {
            Accuracy.Reader reader = Accuracy.reader(judge, eyes);
            Accuracy accuracy = Accuracy.of(x -> reader.logits(translator.transfer(x)), images, judge.classes());
            return new TransferAccuracy(
                    accuracy.share(),
                    ceiling(translator.views(), images),
                    judgeAccuracy,
                    perClass(accuracy),
                    accuracy.count(),
                    confusion(accuracy));
        }
    }

    private static List<List<Integer>> confusion(Accuracy accuracy) {
        return Arrays.stream(accuracy.confusion())
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    private static @Nullable Double ceiling(EncoderViews views, ImageSet images) {
        Classifier classifier = views.classifier();
        return classifier == null
                ? null
                : Accuracy.of(Accuracy.reader(classifier, views.source()), images, classifier.classes())
                        .share();
    }

    private static List<@Nullable Double> perClass(Accuracy accuracy) {
        return Arrays.stream(accuracy.perClass())
                .<@Nullable Double>mapToObj(share -> Double.isNaN(share) ? null : share)
                .toList();
    }

    /** The figures as a JSON object. */
    public String toJson() {
        return FiguresJson.of("accuracy", this);
    }

    /** The figures in a line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "transfer accuracy %.2f %% on %d images (%sjudge on its own domain %.2f %%)",
                100 * accuracy,
                count,
                encoderAccuracy == null ? "" : String.format(Locale.ROOT, "f itself %.2f %%, ", 100 * encoderAccuracy),
                100 * classifierMnistAccuracy);
    }
}
