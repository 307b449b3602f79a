package io.github.dtn4j.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.transfer.Translator;
import java.util.Arrays;
import java.util.List;

/**
 * The paper's figure for digits (section 5.1, table 1): how many transferred images a classifier of the target domain, which
 * never saw a transferred one, reads as the digit that the source image shows.
 *
 * @param accuracy share of G(x) read rightly, 0 to 1
 * @param encoderAccuracy share of x that f's own classifier reads rightly: the ceiling
 * @param classifierMnistAccuracy share of MNIST test images that the reading classifier gets right
 * @param perClass {@code accuracy} by label; NaN for a label that no image has
 * @param count images measured
 */
public record TransferAccuracy(
        @JsonProperty("accuracy") double accuracy,
        @JsonProperty("encoder_accuracy") double encoderAccuracy,
        @JsonProperty("classifier_mnist_accuracy") double classifierMnistAccuracy,
        @JsonProperty("per_class") List<Double> perClass,
        @JsonProperty("count") int count) {

    /**
     * Measures a model on labelled source images.
     *
     * @param judge the target domain's classifier
     * @param judgeAccuracy of {@code judge} on its own domain, quoted beside the figure
     */
    public static TransferAccuracy measure(
            Translator translator, Classifier judge, double judgeAccuracy, ImageSet images) {
        Accuracy ceiling = Accuracy.of(translator::logits, images, translator.classes());
        try (Encoder eyes = judge.encoder().fold()) {
            Accuracy.Reader reader = Accuracy.reader(judge, eyes);
            Accuracy accuracy = Accuracy.of(x -> reader.logits(translator.transfer(x)), images, judge.classes());
            return new TransferAccuracy(
                    accuracy.share(),
                    ceiling.share(),
                    judgeAccuracy,
                    Arrays.stream(accuracy.perClass()).boxed().toList(),
                    accuracy.count());
        }
    }
}
