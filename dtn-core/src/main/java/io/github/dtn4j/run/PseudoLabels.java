package io.github.dtn4j.run;

import io.github.dtn4j.Progress;
import io.github.dtn4j.data.ImageSet;
import io.github.dtn4j.data.ImageSetWriter;
import io.github.dtn4j.model.Classifier;
import io.github.dtn4j.model.Encoder;
import io.github.dtn4j.torch.Tensors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Labels for images that have none: what a classifier reads in those that it is surest of, as many of each class (Zou et al., 2018,
 * balance theirs for the same reason: the easy classes would crowd out the others).
 */
final class PseudoLabels {
    private static final int BATCH = 250;

    private PseudoLabels() {}

    /** What was read in an image, and how probable the classifier finds it. */
    record Reading(int image, int label, float confidence) {}

    /**
     * Writes the images that a classifier is surest of with what it reads in them; any labels of theirs are not looked at.
     *
     * @param share of the images that is written where every class is read often enough, 0 to 1
     */
    static void write(Classifier classifier, ImageSet images, double share, Path out, Progress progress) {
        List<Reading> readings = read(classifier, images, progress);
        try (ImageSetWriter writer =
                ImageSetWriter.create(out, images.height(), images.width(), images.channels(), true)) {
            for (Reading reading : surest(readings, classifier.classes(), share)) {
                writer.add(images.pixels(reading.image), reading.label);
            }
            writer.finish();
        }
    }

    /** Of each class the same number, those with the highest confidence, where there are so many; in the order of the images. */
    static List<Reading> surest(List<Reading> readings, int classes, double share) {
        long most = Math.max(1, Math.round(share * readings.size() / classes));
        List<Reading> chosen = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            int wanted = label;
            readings.stream()
                    .filter(reading -> reading.label == wanted)
                    .sorted(Comparator.comparing(Reading::confidence).reversed().thenComparing(Reading::image))
                    .limit(most)
                    .forEach(chosen::add);
        }
        chosen.sort(Comparator.comparing(Reading::image));
        return chosen;
    }

    private static List<Reading> read(Classifier classifier, ImageSet images, Progress progress) {
        List<Reading> readings = new ArrayList<>();
        ByteBuffer pixels = ByteBuffer.allocateDirect(BATCH * images.imageBytes());
        int classes = classifier.classes();
        try (Encoder folded = classifier.encoder().fold();
                NoGradGuard guard = new NoGradGuard()) {
            for (int from = 0; from < images.count(); from += BATCH) {
                int to = Math.min(from + BATCH, images.count());
                pixels.clear();
                for (int i = from; i < to; i++) {
                    images.copyTo(i, pixels);
                }
                try (PointerScope scope = new PointerScope()) {
                    Tensor batch =
                            Tensors.images(pixels, to - from, images.height(), images.width(), images.channels());
                    float[] probabilities = Tensors.toArray(
                            classifier.head(folded.forward(batch)).softmax(1));
                    for (int i = from; i < to; i++) {
                        readings.add(likeliest(i, probabilities, (i - from) * classes, classes));
                    }
                }
                progress.update(to, images.count());
            }
        }
        return readings;
    }

    private static Reading likeliest(int image, float[] probabilities, int first, int classes) {
        int label = 0;
        for (int c = 1; c < classes; c++) {
            if (probabilities[first + c] > probabilities[first + label]) {
                label = c;
            }
        }
        return new Reading(image, label, probabilities[first + label]);
    }
}
